import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { notice } from '../../schema/payments.ts'

export type Notice = typeof notice.$inferSelect

/** The ways to pay a position: the single payment first, then the instalments. */
export async function optionsOf(tx: Tx, municipality: string, iupd: string): Promise<Notice[]> {
  return tx
    .select()
    .from(notice)
    .where(and(eq(notice.municipalityId, municipality), eq(notice.iupd, iupd)))
    .orderBy(asc(notice.number))
}
