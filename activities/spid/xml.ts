import { DOMParser, type Document, type Element, onWarningStopParsing } from '@xmldom/xmldom'

export const namespaces = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
} as const

const maxLength = 256 * 1024
/** What XML has no way to write: a parser that lets it pass cannot be trusted to read the rest as others do. */
// oxlint-disable-next-line no-control-regex
const noCharacter = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/

/** What no identity provider sends: too much, a DOCTYPE, entities, processing instructions. Told before any parser sees it. */
export function isForbidden(text: string): boolean {
  if (text.length > maxLength || /<!(?:DOCTYPE|ENTITY)/i.test(text) || noCharacter.test(text)) return true
  return text.replace(/^<\?xml\s[^?]*\?>/, '').includes('<?')
}

/** Null for what is forbidden or not well-formed. */
export function parseXml(text: string): Document | null {
  if (isForbidden(text)) return null
  try {
    return new DOMParser({ onError: onWarningStopParsing }).parseFromString(text, 'text/xml')
  } catch {
    return null
  }
}

export function isElement(element: Element | null | undefined, namespace: string, name: string): element is Element {
  return element?.namespaceURI === namespace && element.localName === name
}

/** Element children, in order. */
export function childElements(element: Element): Element[] {
  return [...element.children]
}

export function childrenNamed(element: Element, namespace: string, name: string): Element[] {
  return childElements(element).filter(child => isElement(child, namespace, name))
}

/** The child of this name when there is exactly one. */
export function onlyChild(element: Element | null, namespace: string, name: string): Element | null {
  if (element === null) return null
  const [first, ...others] = childrenNamed(element, namespace, name)
  return first !== undefined && others.length === 0 ? first : null
}

/** Every element of the document, root first. */
export function allElements(document: Document): Element[] {
  return [...document.getElementsByTagName('*')]
}

export function textOf(element: Element | null): string {
  return element?.textContent?.trim() ?? ''
}
