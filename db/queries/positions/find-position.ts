import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { debtPosition } from '../../schema/positions.ts'

export async function findPosition(tx: Tx, municipality: string, iupd: string) {
  const [found] = await tx
    .select()
    .from(debtPosition)
    .where(and(eq(debtPosition.municipalityId, municipality), eq(debtPosition.iupd, iupd)))
  return found ?? null
}
