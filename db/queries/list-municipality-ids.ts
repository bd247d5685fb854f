import type { Tx } from '../client.ts'
import { municipality } from '../schema/municipalities.ts'

/** Ids of all municipalities of the consortium: what a process that works for all of them asks for. */
export async function listMunicipalityIds(tx: Tx): Promise<string[]> {
  const rows = await tx.select({ id: municipality.id }).from(municipality).orderBy(municipality.id)
  return rows.map(row => row.id)
}
