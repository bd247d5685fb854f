import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client.ts'

const row = z.object({ got: z.boolean() })

/** One sender at a time for a town's numbered calls, over all workers: held until the transaction ends. False when another has it. */
export async function tryTurn(tx: Tx, municipality: string, platform: string): Promise<boolean> {
  const key = `turn/${platform}/${municipality}`
  const result = await tx.execute(sql`select pg_try_advisory_xact_lock(hashtextextended(${key}, 0)) as got`)
  return row.parse(result.rows[0]).got
}
