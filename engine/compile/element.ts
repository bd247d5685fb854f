import type { ModdleElement } from 'bpmn-moddle'

// The parser's elements carry anything; these are the only places that look.

export function isElement(value: unknown): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value
}

/** A child or referenced element. */
export function one(element: ModdleElement, property: string): ModdleElement | null {
  const value = element.get(property)
  return isElement(value) ? value : null
}

export function many(element: ModdleElement, property: string): ModdleElement[] {
  const value = element.get(property)
  return Array.isArray(value) ? value.filter(isElement) : []
}

/** An attribute's or body's text, trimmed; null when absent or empty. */
export function text(element: ModdleElement | null, property: string): string | null {
  const value = element?.get(property)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

export function flag(element: ModdleElement, property: string): boolean {
  const value = element.get(property)
  return value === true || value === 'true'
}

/** `bpmn:UserTask` -> `userTask`: the diagram's own word. */
export function kindOf(element: ModdleElement): string {
  const local = element.$type.slice(element.$type.indexOf(':') + 1)
  return local.charAt(0).toLowerCase() + local.slice(1)
}

export function idOf(element: ModdleElement): string {
  return text(element, 'id') ?? ''
}

/** Elements of our dialect under `extensionElements`. */
export function extensions(element: ModdleElement, type: string): ModdleElement[] {
  const container = one(element, 'extensionElements')
  return container === null ? [] : many(container, 'values').filter(it => it.$type === type)
}

/** Event definitions, inline or referenced. */
export function eventDefinitions(element: ModdleElement): ModdleElement[] {
  return [...many(element, 'eventDefinitions'), ...many(element, 'eventDefinitionRef')]
}
