import { sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { caseCounterByState } from '../schema/projections.ts'

/** What a case is counted by. */
export type Counted = Pick<
  typeof caseCounterByState.$inferSelect,
  'municipalityId' | 'procedure' | 'status' | 'phase'
> & {
  outcome: string | null
}

/**
 * Moves a case from one count to another; null is outside (a case is new). Two cases moving in opposite directions at once touch the same
 * two rows: always in the order of their keys, so that they wait for each other and never in a circle.
 */
export async function countCase(tx: Tx, from: Counted | null, to: Counted): Promise<void> {
  const moves = [{ key: to, by: 1 }]
  if (from !== null) moves.push({ key: from, by: -1 })
  if (from !== null && keyOf(from) === keyOf(to)) return
  for (const { key, by } of moves.toSorted((a, b) => (keyOf(a.key) < keyOf(b.key) ? -1 : 1))) {
    await add(tx, key, by)
  }
}

const keyOf = (counted: Counted) => `${counted.procedure} ${counted.status} ${counted.phase} ${counted.outcome ?? ''}`

async function add(tx: Tx, key: Counted, by: number): Promise<void> {
  const { municipalityId, procedure, status, phase } = key
  const outcome = key.outcome ?? ''
  const t = caseCounterByState
  await tx
    .insert(t)
    .values({ municipalityId, procedure, status, phase, outcome, count: by })
    .onConflictDoUpdate({
      target: [t.municipalityId, t.procedure, t.status, t.phase, t.outcome],
      set: { count: sql`${t.count} + ${by}` },
    })
}
