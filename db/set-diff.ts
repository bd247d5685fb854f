import { canonicalJson } from './canonical-json.ts'

/** What to write so that stored rows of a set become the new set: untouched members cost nothing and wake nobody. */
export interface SetDiff<T> {
  changed: T[]
  /** Keys of members that are no more. */
  gone: string[]
}

export function diffSets<T>(before: readonly T[], after: readonly T[], keyOf: (member: T) => string): SetDiff<T> {
  const stored = new Map(before.map(member => [keyOf(member), canonicalJson(member)]))
  const kept = new Set(after.map(keyOf))
  return {
    changed: after.filter(member => stored.get(keyOf(member)) !== canonicalJson(member)),
    gone: [...stored.keys()].filter(key => !kept.has(key)),
  }
}
