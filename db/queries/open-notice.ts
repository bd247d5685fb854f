import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { notice } from '../schema/payments.ts'
import { refreshPayments } from './reconciliation/refresh-payments.ts'
import { settleLater } from './reconciliation/settle-later.ts'

export type Notice = typeof notice.$inferSelect

/** Keeps a notice's numbers before they leave the house, once per IUPD: with a known one the first row comes back. */
export async function openNotice(tx: Tx, row: typeof notice.$inferInsert): Promise<Notice> {
  const [added] = await tx
    .insert(notice)
    .values(row)
    .onConflictDoNothing({ target: [notice.municipalityId, notice.iupd, notice.number] })
    .returning()
  if (added !== undefined) {
    await refreshPayments(tx, row.municipalityId, { iuvs: [added.iuv] })
    await settleLater(tx, row.municipalityId, added.iuv)
  }
  const opened = added ?? (await findNotice(tx, row.municipalityId, row.iupd))
  if (opened === null) throw new Error('A notice is neither new nor known')
  return opened
}

export async function findNotice(tx: Tx, municipality: string, iupd: string): Promise<Notice | null> {
  const [known] = await tx
    .select()
    .from(notice)
    .where(and(eq(notice.municipalityId, municipality), eq(notice.iupd, iupd)))
  return known ?? null
}
