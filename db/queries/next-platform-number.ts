import { sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { platformCounter } from '../schema/platforms.ts'

/**
 * The next of a platform's increasing numbers for this town (ANPR's idOperazioneClient). The row stays locked until the transaction ends:
 * who makes the call inside it has the town's calls arrive in the order of their numbers.
 */
export async function nextPlatformNumber(tx: Tx, municipality: string, platform: string): Promise<number> {
  const [row] = await tx
    .insert(platformCounter)
    .values({ municipalityId: municipality, platform, last: 1 })
    .onConflictDoUpdate({
      target: [platformCounter.municipalityId, platformCounter.platform],
      set: { last: sql`${platformCounter.last} + 1` },
    })
    .returning({ last: platformCounter.last })
  if (row === undefined) throw new Error(`No number for platform ${platform}`)
  return row.last
}
