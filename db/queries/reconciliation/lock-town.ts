import { sql } from 'drizzle-orm'
import type { Tx } from '../../client.ts'

/** One file, fetch or decision at a time settles a town's payments: others wait until this transaction ends. Taken before anything else of payments. */
export async function lockPayments(tx: Tx, municipality: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`payments/${municipality}`}, 0))`)
}
