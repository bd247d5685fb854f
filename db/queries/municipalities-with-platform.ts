import { eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { platformSetting } from '../schema/municipalities.ts'

/** Ids of the transaction's municipalities that are connected to a platform. */
export async function municipalitiesWithPlatform(tx: Tx, platform: string): Promise<string[]> {
  const rows = await tx
    .select({ municipality: platformSetting.municipalityId })
    .from(platformSetting)
    .where(eq(platformSetting.platform, platform))
  return rows.map(row => row.municipality)
}
