import { X509Certificate } from 'node:crypto'
import { type Element, XMLSerializer } from '@xmldom/xmldom'
import { SignedXml } from 'xml-crypto'
import { childElements, isElement, namespaces } from './xml.ts'

const canonical = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const digests = ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512']
const signatures = [
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
]

export type SignatureProblem = 'signature-place' | 'signature-algorithm' | 'signature-invalid'

/**
 * Verifies one enveloped signature against the identity provider's certificates and answers the bytes that were signed, canonical:
 * the only ones anything may be read from. The key inside the message is never looked at.
 */
export function verifySignature(
  xml: string,
  signature: Element,
  signedId: string,
  certificates: string[],
): { signed: string } | { problem: SignatureProblem } {
  const problem = formProblem(signature, signedId)
  if (problem !== null) return { problem }
  for (const certificate of certificates) {
    const signed = signedBytes(xml, signature, certificate)
    if (signed !== null) return { signed }
  }
  return { problem: 'signature-invalid' }
}

function signedBytes(xml: string, signature: Element, certificate: string): string | null {
  const key = publicKeyOf(certificate)
  if (key === null) return null
  const verifier = new SignedXml({ publicCert: key, getCertFromKeyInfo: () => null })
  restrict(verifier)
  try {
    verifier.loadSignature(new XMLSerializer().serializeToString(signature))
    if (!verifier.checkSignature(xml)) return null
  } catch {
    return null
  }
  const [signed, ...others] = verifier.getSignedReferences()
  return signed === undefined || others.length > 0 ? null : signed
}

/** Exactly the shape that SAML prescribes: one reference, to the element that holds the signature, and nothing beside it. */
function formProblem(signature: Element, signedId: string): SignatureProblem | null {
  const [info, value, keyInfo, ...rest] = childElements(signature)
  if (!isElement(info, namespaces.signature, 'SignedInfo')) return 'signature-place'
  if (!isElement(value, namespaces.signature, 'SignatureValue') || rest.length > 0) return 'signature-place'
  if (keyInfo !== undefined && !isElement(keyInfo, namespaces.signature, 'KeyInfo')) return 'signature-place'
  const [canonicalization, method, reference, ...others] = childElements(info)
  if (!isElement(canonicalization, namespaces.signature, 'CanonicalizationMethod')) return 'signature-place'
  if (!isElement(method, namespaces.signature, 'SignatureMethod')) return 'signature-place'
  if (!isElement(reference, namespaces.signature, 'Reference') || others.length > 0) return 'signature-place'
  if (canonicalization.getAttribute('Algorithm') !== canonical) return 'signature-algorithm'
  if (!signatures.includes(method.getAttribute('Algorithm') ?? '')) return 'signature-algorithm'
  return reference.getAttribute('URI') === `#${signedId}` ? referenceProblem(reference) : 'signature-place'
}

function referenceProblem(reference: Element): SignatureProblem | null {
  const [transforms, method, value, ...others] = childElements(reference)
  if (!isElement(transforms, namespaces.signature, 'Transforms')) return 'signature-place'
  if (!isElement(method, namespaces.signature, 'DigestMethod')) return 'signature-place'
  if (!isElement(value, namespaces.signature, 'DigestValue') || others.length > 0) return 'signature-place'
  if (!digests.includes(method.getAttribute('Algorithm') ?? '')) return 'signature-algorithm'
  const algorithms = childElements(transforms).map(transform => transform.getAttribute('Algorithm'))
  const asPrescribed = algorithms.length === 2 && algorithms[0] === enveloped && algorithms[1] === canonical
  return asPrescribed ? null : 'signature-algorithm'
}

/** Takes out of the library what SPID forbids: SHA-1, other canonical forms, those that keep comments. */
function restrict(verifier: SignedXml): void {
  verifier.HashAlgorithms = pick(verifier.HashAlgorithms, digests)
  verifier.SignatureAlgorithms = pick(verifier.SignatureAlgorithms, signatures)
  verifier.CanonicalizationAlgorithms = pick(verifier.CanonicalizationAlgorithms, [canonical, enveloped])
}

function pick<T>(from: Record<string, T>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)))
}

/** PEM of the certificate's key: RSA of at least 2048 bits, as SPID prescribes. `certificate` is PEM or base64 DER, as in metadata. */
function publicKeyOf(certificate: string): string | null {
  try {
    const pem = certificate.includes('BEGIN') ? certificate : Buffer.from(certificate, 'base64')
    const { publicKey } = new X509Certificate(pem)
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0
    if (publicKey.asymmetricKeyType !== 'rsa' || bits < 2048) return null
    return publicKey.export({ type: 'spki', format: 'pem' }).toString()
  } catch {
    return null
  }
}
