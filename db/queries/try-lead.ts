import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client.ts'

const row = z.object({ got: z.boolean() })

/** One process at a time for a duty of the whole installation: held until the transaction ends. False when another has it. */
export async function tryLead(tx: Tx, duty: string): Promise<boolean> {
  const result = await tx.execute(sql`select pg_try_advisory_xact_lock(hashtextextended(${`lead/${duty}`}, 0)) as got`)
  return row.parse(result.rows[0]).got
}
