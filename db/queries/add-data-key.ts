import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { dataKey } from '../schema/municipalities.ts'
import type { WrappedKey } from './find-data-key.ts'

/** Makes `key` the town's active one; the others stay, to open what they sealed. */
export async function addDataKey(tx: Tx, municipality: string, key: WrappedKey): Promise<void> {
  await tx
    .update(dataKey)
    .set({ active: false })
    .where(and(eq(dataKey.municipalityId, municipality), eq(dataKey.active, true)))
  await tx.insert(dataKey).values({ municipalityId: municipality, ...key })
}
