import type { Act, Actor } from '../../engine/event.ts'

/** The parts of a request that its id is bound to. */
interface Content {
  actor: Actor
  reason?: string
  act: Act
}

/**
 * A short fingerprint of a request's content (106 bits, not cryptographic: it tells a resend from a mistake, it defends against nobody).
 * Keys are sorted, so the order in which JSON was written does not matter.
 */
export const digestOf = ({ actor, reason, act }: Content): string => {
  const text = canonical({ actor: actor.id, reason: reason ?? null, act })
  return hash(text, 0).toString(36) + hash(text, 0x9e3779b9).toString(36)
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`
}

/** cyrb53 by bryc (public domain): 53 bits, no BigInt. */
function hash(text: string, seed: number): number {
  let h1 = 0xdeadbeef ^ seed
  let h2 = 0x41c6ce57 ^ seed
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    h1 = Math.imul(h1 ^ code, 2654435761)
    h2 = Math.imul(h2 ^ code, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return 4294967296 * (2097151 & h2) + (h1 >>> 0)
}
