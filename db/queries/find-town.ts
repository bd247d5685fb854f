import { eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { municipality } from '../schema/municipalities.ts'

/** The master data of a town. */
export async function findTown(tx: Tx, id: string) {
  const [found] = await tx
    .select({
      code: municipality.code,
      name: municipality.name,
      fiscalCode: municipality.fiscalCode,
      province: municipality.province,
    })
    .from(municipality)
    .where(eq(municipality.id, id))
  return found ?? null
}
