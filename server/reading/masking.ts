import type { Json, JsonObject } from '../../engine/json.ts'

/** "Carla Monti" as `C. M.`: enough to tell two cases apart on the telephone, not who they are about. */
export function maskName(name: string | null): string | null {
  return name === null
    ? null
    : name
        .split(/\s+/)
        .filter(Boolean)
        .map(word => `${word.charAt(0)}.`)
        .join(' ')
}

/** A document without what is about people: shape, numbers' places and the case's own data stay. */
export function maskDocument(document: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [
      name,
      name === 'case' || name === 'protocol' ? value : maskValue(value),
    ]),
  )
}

function maskValue(value: Json): Json {
  if (Array.isArray(value)) return value.map(maskValue)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, below]) => [name, maskValue(below)]))
  }
  return typeof value === 'string' || typeof value === 'number' ? '•••' : value
}
