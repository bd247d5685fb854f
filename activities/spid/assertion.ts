import type { Element } from '@xmldom/xmldom'
import type { Instant } from '../../engine/json.ts'
import type { RefusalReason } from './refusals.ts'
import { childrenNamed, namespaces, onlyChild, textOf } from './xml.ts'

/** What must be true of a response to our request. */
export interface Expected {
  /** ID of our AuthnRequest. */
  requestId: string
  /** Our entity id. */
  audience: string
  /** Our assertion consumer service. */
  recipient: string
  receivedAt: Instant
  minLevel: number
}

export interface Identity {
  issuer: string
  responseId: string
  assertionId: string
  issuedAt: Instant
  level: number
  /** Without `TINIT-`. */
  fiscalCode: string
}

type Checked = { identity: Omit<Identity, 'responseId'> } | { reason: RefusalReason }

const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
const entity = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity'
// Clocks of the provider and ours may differ a little; an expiry is never stretched.
const skewMs = 60_000

/** The rules of SPID for an assertion whose signature holds; `assertion` is the signed element and nothing around it. */
export function checkAssertion(assertion: Element, issuer: string, expected: Expected): Checked {
  const issuedAt = instantOf(assertion.getAttribute('IssueInstant'))
  const received = Date.parse(expected.receivedAt)
  const problem =
    issuerProblem(assertion, issuer) ??
    (issuedAt === null || issuedAt > received + skewMs ? 'not-yet-valid' : null) ??
    subjectProblem(assertion, expected) ??
    conditionsProblem(assertion, expected)
  if (problem !== null || issuedAt === null) return { reason: problem ?? 'not-yet-valid' }

  const level = levelOf(assertion)
  if (level === null || level < expected.minLevel) return { reason: 'level' }
  if (!sessionIndexFits(assertion, level, expected.minLevel)) return { reason: 'session-index' }
  const fiscalCode = fiscalCodeOf(assertion)
  if (fiscalCode === null) return { reason: 'no-fiscal-number' }
  const assertionId = assertion.getAttribute('ID') ?? ''
  return { identity: { issuer, assertionId, issuedAt: new Date(issuedAt).toISOString(), level, fiscalCode } }
}

function issuerProblem(assertion: Element, issuer: string): RefusalReason | null {
  const element = onlyChild(assertion, namespaces.assertion, 'Issuer')
  if (assertion.getAttribute('Version') !== '2.0' || element === null) return 'wrong-issuer'
  const format = element.getAttribute('Format')
  return textOf(element) === issuer && (format === null || format === entity) ? null : 'wrong-issuer'
}

function subjectProblem(assertion: Element, expected: Expected): RefusalReason | null {
  const subject = onlyChild(assertion, namespaces.assertion, 'Subject')
  const confirmation = onlyChild(subject, namespaces.assertion, 'SubjectConfirmation')
  const data = onlyChild(confirmation, namespaces.assertion, 'SubjectConfirmationData')
  if (confirmation?.getAttribute('Method') !== bearer || data === null) return 'wrong-recipient'
  if (textOf(onlyChild(subject, namespaces.assertion, 'NameID')) === '') return 'not-a-response'
  if (data.getAttribute('Recipient') !== expected.recipient) return 'wrong-recipient'
  if (data.getAttribute('InResponseTo') !== expected.requestId) return 'wrong-request'
  const end = instantOf(data.getAttribute('NotOnOrAfter'))
  return end !== null && Date.parse(expected.receivedAt) < end ? null : 'expired'
}

function conditionsProblem(assertion: Element, expected: Expected): RefusalReason | null {
  const conditions = onlyChild(assertion, namespaces.assertion, 'Conditions')
  const received = Date.parse(expected.receivedAt)
  const start = instantOf(conditions?.getAttribute('NotBefore') ?? null)
  const end = instantOf(conditions?.getAttribute('NotOnOrAfter') ?? null)
  if (conditions === null || start === null || received + skewMs < start) return 'not-yet-valid'
  if (end === null || received >= end) return 'expired'
  const restriction = onlyChild(conditions, namespaces.assertion, 'AudienceRestriction')
  const audience = onlyChild(restriction, namespaces.assertion, 'Audience')
  return textOf(audience) === expected.audience ? null : 'wrong-audience'
}

function levelOf(assertion: Element): number | null {
  const context = onlyChild(authnStatement(assertion), namespaces.assertion, 'AuthnContext')
  const reference = textOf(onlyChild(context, namespaces.assertion, 'AuthnContextClassRef'))
  const level = /^https:\/\/www\.spid\.gov\.it\/SpidL([123])$/.exec(reference)?.[1]
  return level === undefined ? null : Number(level)
}

/** A session index belongs to level 1 and must not be there for levels 2 and 3 (regole tecniche, single sign-on). */
function sessionIndexFits(assertion: Element, level: number, minLevel: number): boolean {
  const present = authnStatement(assertion)?.hasAttribute('SessionIndex') ?? false
  if (level === 1) return present
  // A provider may answer a request for level 1 with a higher one, and then gives the index that was asked for.
  return !present || minLevel === 1
}

function authnStatement(assertion: Element): Element | null {
  return onlyChild(assertion, namespaces.assertion, 'AuthnStatement')
}

function fiscalCodeOf(assertion: Element): string | null {
  const statement = onlyChild(assertion, namespaces.assertion, 'AttributeStatement')
  if (statement === null) return null
  const attributes = childrenNamed(statement, namespaces.assertion, 'Attribute')
  const [attribute, ...others] = attributes.filter(candidate => candidate.getAttribute('Name') === 'fiscalNumber')
  if (attribute === undefined || others.length > 0) return null
  const value = textOf(onlyChild(attribute, namespaces.assertion, 'AttributeValue'))
  return /^TINIT-([A-Z0-9]{16})$/.exec(value)?.[1] ?? null
}

function instantOf(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text)) return null
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : time
}
