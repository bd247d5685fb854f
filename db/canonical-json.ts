import { createHash } from 'node:crypto'

/**
 * RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units, numbers and strings as ECMAScript writes them, no space.
 * Members that are `undefined` are left out, as in JSON. Throws on what JSON cannot carry.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (typeof value === 'string') return canonicalString(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`JSON cannot carry a ${typeof value}`)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${canonicalString(name)}:${canonicalJson(member)}`).join(',')}}`
}

/** SHA-256 of the canonical JSON, hex: the same for equal values, whatever the order of their members. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`JSON cannot carry ${value}`)
  return JSON.stringify(value)
}

function canonicalString(value: string): string {
  // PostgreSQL refuses both too; failing here names the cause.
  if (!value.isWellFormed() || value.includes('\u0000'))
    throw new TypeError('A text holds a lone surrogate or a NUL character')
  return JSON.stringify(value)
}
