import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { notice } from '../schema/payments.ts'
import { refreshPayments } from './reconciliation/refresh-payments.ts'

type Changes = Partial<Pick<typeof notice.$inferInsert, 'cents' | 'dueDate' | 'state' | 'position' | 'documentId'>>

/** Changes a notice that is not paid: a receipt that overtook the answer to its creation wins. */
export async function updateNotice(tx: Tx, municipality: string, id: string, changes: Changes): Promise<void> {
  const { state, ...rest } = changes
  const mine = and(eq(notice.municipalityId, municipality), eq(notice.id, id))
  if (Object.keys(rest).length > 0) await tx.update(notice).set(rest).where(mine)
  if (state !== undefined) {
    const isOver = state === 'invalid' || state === 'expired'
    const open = isOver ? inArray(notice.state, ['created', 'published']) : eq(notice.state, 'created')
    await tx.update(notice).set({ state }).where(and(mine, open))
  }
  const changed = await tx.select({ iuv: notice.iuv }).from(notice).where(mine)
  await refreshPayments(tx, municipality, { iuvs: changed.map(it => it.iuv) })
}
