import { sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { platformCounter } from '../schema/platforms.ts'

/**
 * The next of a platform's increasing numbers for this town: one more than the last, and never below the clock's milliseconds. A platform remembers
 * numbers for ever (ANPR answers a known one as it did before, pagoPA refuses it); after a restored backup a plain counter would give old ones again,
 * and another person's answer would come back.
 */
export async function nextTimedNumber(tx: Tx, municipality: string, platform: string): Promise<number> {
  const clock = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
  const [row] = await tx
    .insert(platformCounter)
    .values({ municipalityId: municipality, platform, last: clock })
    .onConflictDoUpdate({
      target: [platformCounter.municipalityId, platformCounter.platform],
      set: { last: sql`greatest(${platformCounter.last} + 1, excluded.last)` },
    })
    .returning({ last: platformCounter.last })
  if (row === undefined) throw new Error(`No number for platform ${platform}`)
  return row.last
}
