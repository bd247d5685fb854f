import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { dataKey } from '../schema/municipalities.ts'

export type WrappedKey = Pick<typeof dataKey.$inferSelect, 'keyId' | 'wrapped'>

/** A town's key by its id, active or not. */
export async function findDataKey(tx: Tx, municipality: string, id: string): Promise<WrappedKey | null> {
  const [found] = await tx
    .select({ keyId: dataKey.keyId, wrapped: dataKey.wrapped })
    .from(dataKey)
    .where(and(eq(dataKey.municipalityId, municipality), eq(dataKey.keyId, id)))
  return found ?? null
}
