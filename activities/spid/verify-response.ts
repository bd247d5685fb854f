import type { Document, Element } from '@xmldom/xmldom'
import { checkAssertion, type Expected, type Identity } from './assertion.ts'
import { refusals, type RefusalReason, spidErrorText } from './refusals.ts'
import { verifySignature } from './signature.ts'
import { allElements, childrenNamed, isElement, isForbidden, namespaces, onlyChild, parseXml, textOf } from './xml.ts'

export interface ResponseExpectations extends Expected {
  /** Certificates of a provider that were good at that time, PEM or base64 DER: two while it changes keys, none when it is unknown. */
  certificatesOf(entityId: string): string[]
}

export type Verification = { ok: true; identity: Identity } | { ok: false; reason: RefusalReason; text: string }

/**
 * Checks a SAML response of SPID or CIE as it was received. Pure: time, key and expectations come in.
 * What is read of the person comes only from the bytes that the signature covers, never from the received document.
 */
export function verifyResponse(bytes: Uint8Array, expected: ResponseExpectations): Verification {
  const xml = decode(bytes)
  if (xml === null) return refuse('unreadable')
  if (isForbidden(xml)) return refuse('doctype-or-size')
  const document = parseXml(xml)
  if (document === null) return refuse('unreadable')
  const response = document.documentElement
  if (!isElement(response, namespaces.protocol, 'Response')) return refuse('not-a-response')
  const failure = statusFailure(response)
  if (failure !== null) return failure
  const found = locate(document, response)
  if ('reason' in found) return refuse(found.reason)

  const issuer = textOf(onlyChild(found.assertion, namespaces.assertion, 'Issuer'))
  const certificates = expected.certificatesOf(issuer)
  if (certificates.length === 0) return refuse('unknown-idp')
  const signed = verifyAll(xml, found, certificates)
  if ('reason' in signed) return refuse(signed.reason)

  const assertion = parseXml(signed.assertion)?.documentElement ?? null
  const sameElement =
    isElement(assertion, namespaces.assertion, 'Assertion') &&
    assertion.getAttribute('ID') === found.assertion.getAttribute('ID')
  if (!sameElement) return refuse('signature-place')
  const checked = checkAssertion(assertion, issuer, expected)
  if ('reason' in checked) return refuse(checked.reason)
  const reason = envelopeProblem(response, issuer, expected)
  if (reason !== null) return refuse(reason)
  return { ok: true, identity: { ...checked.identity, responseId: response.getAttribute('ID') ?? '' } }
}

export function refuse(reason: RefusalReason, text: string = refusals[reason]): Verification & { ok: false } {
  return { ok: false, reason, text }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function statusFailure(response: Element): (Verification & { ok: false }) | null {
  const status = onlyChild(response, namespaces.protocol, 'Status')
  const code = status === null ? null : onlyChild(status, namespaces.protocol, 'StatusCode')
  if (status === null || code === null) return refuse('not-a-response')
  if (code.getAttribute('Value') === 'urn:oasis:names:tc:SAML:2.0:status:Success') return null
  const text = spidErrorText(textOf(onlyChild(status, namespaces.protocol, 'StatusMessage')))
  return refuse('not-successful', text === null ? refusals['not-successful'] : `${refusals['not-successful']} ${text}`)
}

interface Located {
  assertion: Element
  signature: Element
  assertionId: string
  /** Of the whole response; SPID does not oblige providers to it. */
  outer: { signature: Element; id: string } | null
}

/** One assertion in the whole document, child of the response; signatures only where they belong; no identifier twice. */
function locate(document: Document, response: Element): Located | { reason: RefusalReason } {
  const elements = allElements(document)
  const named = elements.filter(element => /^(?:Encrypted)?Assertion$/.test(element.localName ?? ''))
  const assertion = onlyChild(response, namespaces.assertion, 'Assertion')
  if (assertion === null || named.length !== 1) return { reason: 'one-assertion' }
  if (hasDuplicateIds(elements)) return { reason: 'duplicate-id' }

  const signature = onlyChild(assertion, namespaces.signature, 'Signature')
  if (signature === null) return { reason: 'not-signed' }
  const outers = childrenNamed(response, namespaces.signature, 'Signature')
  const all = elements.filter(element => element.localName === 'Signature')
  const [outer] = outers
  if (outers.length > 1 || all.length !== 1 + outers.length) return { reason: 'signature-place' }
  const assertionId = assertion.getAttribute('ID') ?? ''
  const responseId = response.getAttribute('ID') ?? ''
  if (assertionId === '' || responseId === '') return { reason: 'signature-place' }
  return { assertion, signature, assertionId, outer: outer === undefined ? null : { signature: outer, id: responseId } }
}

function hasDuplicateIds(elements: Element[]): boolean {
  const ids = elements.flatMap(element =>
    [...element.attributes]
      .filter(attribute => /^(?:id|assertionid)$/i.test(attribute.localName ?? ''))
      .map(a => a.value),
  )
  return new Set(ids).size !== ids.length
}

function verifyAll(
  xml: string,
  { signature, assertionId, outer }: Located,
  certificates: string[],
): { assertion: string } | { reason: RefusalReason } {
  const inner = verifySignature(xml, signature, assertionId, certificates)
  if ('problem' in inner) return { reason: inner.problem }
  if (outer === null) return { assertion: inner.signed }
  const whole = verifySignature(xml, outer.signature, outer.id, certificates)
  return 'problem' in whole ? { reason: whole.problem } : { assertion: inner.signed }
}

/** The envelope may be unsigned, so it proves nothing; but what it says must not contradict the assertion. */
function envelopeProblem(response: Element, issuer: string, expected: Expected): RefusalReason | null {
  if (response.getAttribute('Version') !== '2.0') return 'not-a-response'
  if (response.getAttribute('InResponseTo') !== expected.requestId) return 'wrong-request'
  if (response.getAttribute('Destination') !== expected.recipient) return 'wrong-recipient'
  const outerIssuer = onlyChild(response, namespaces.assertion, 'Issuer')
  return outerIssuer === null || textOf(outerIssuer) === issuer ? null : 'wrong-issuer'
}
