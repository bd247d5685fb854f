import { count, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { consistencyFinding } from '../schema/consistency.ts'

/** How many findings wait for a person, by kind, in this transaction's towns. */
export async function countFindings(tx: Tx) {
  const t = consistencyFinding
  return tx.select({ kind: t.kind, count: count() }).from(t).where(eq(t.state, 'open')).groupBy(t.kind)
}
