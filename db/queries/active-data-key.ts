import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { dataKey } from '../schema/municipalities.ts'
import type { WrappedKey } from './find-data-key.ts'

/** The town's active key; `make` is asked for one when there is none. Of several that make one at once, all get the first. */
export async function activeDataKey(tx: Tx, municipality: string, make: () => WrappedKey): Promise<WrappedKey> {
  const found = await read(tx, municipality)
  if (found !== undefined) return found
  // An index allows one active key a town.
  await tx
    .insert(dataKey)
    .values({ municipalityId: municipality, ...make() })
    .onConflictDoNothing()
  const made = await read(tx, municipality)
  if (made === undefined) throw new Error(`No data key for municipality ${municipality} in this transaction`)
  return made
}

async function read(tx: Tx, municipality: string): Promise<WrappedKey | undefined> {
  const [found] = await tx
    .select({ keyId: dataKey.keyId, wrapped: dataKey.wrapped })
    .from(dataKey)
    .where(and(eq(dataKey.municipalityId, municipality), eq(dataKey.active, true)))
  return found
}
