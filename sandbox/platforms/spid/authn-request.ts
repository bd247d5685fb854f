import { inflateRawSync } from 'node:zlib'
import { DOMParser } from '@xmldom/xmldom'

/** What the identity provider reads in the request of a service. */
export interface AuthnRequest {
  id: string
  audience: string
  recipient: string
  level: 1 | 2 | 3
}

/** The largest request that is read, inflated. */
const maxBytes = 64_000

/** Reads a SAMLRequest parameter (HTTP-Redirect: deflated; HTTP-POST: plain); null when it is not one. */
export function readAuthnRequest(parameter: string, deflated: boolean): AuthnRequest | null {
  try {
    const bytes = Buffer.from(parameter, 'base64')
    const xml = deflated ? inflateRawSync(bytes, { maxOutputLength: maxBytes }) : bytes
    return parse(xml.toString('utf8'))
  } catch {
    return null
  }
}

function parse(xml: string): AuthnRequest | null {
  if (xml.length > maxBytes || xml.includes('<!DOCTYPE')) return null
  const root = new DOMParser({ onError: () => undefined }).parseFromString(xml, 'text/xml').documentElement
  if (root?.localName !== 'AuthnRequest') return null
  const text = (name: string): string => root.getElementsByTagNameNS('*', name).item(0)?.textContent?.trim() ?? ''
  const id = root.getAttribute('ID') ?? ''
  const recipient = root.getAttribute('AssertionConsumerServiceURL') ?? ''
  const audience = text('Issuer')
  if (id === '' || recipient === '' || audience === '') return null
  return { id, recipient, audience, level: levelOf(text('AuthnContextClassRef')) }
}

function levelOf(classRef: string): 1 | 2 | 3 {
  if (classRef.endsWith('SpidL1')) return 1
  return classRef.endsWith('SpidL3') ? 3 : 2
}
