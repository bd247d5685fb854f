import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { consistencyFinding } from '../schema/consistency.ts'

/**
 * After a round that has looked everywhere: what it has not met again is over. A repair counts as lasting once a whole round has passed
 * without it. Acts on their way again are followed by their own check.
 */
export async function closeFindings(tx: Tx, municipality: string, runId: string): Promise<void> {
  const t = consistencyFinding
  const unseen = and(eq(t.municipalityId, municipality), ne(t.runId, runId), ne(t.kind, 'act-lost'))
  await tx
    .update(t)
    .set({ state: 'gone', settledAt: sql`now()` })
    .where(and(unseen, eq(t.state, 'open')))
  await tx
    .update(t)
    .set({ repairs: 0 })
    .where(and(unseen, inArray(t.state, ['repaired', 'gone']), ne(t.repairs, 0)))
}
