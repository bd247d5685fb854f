import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { receipt } from '../schema/payments.ts'
import { enqueueOutbox } from './enqueue-outbox.ts'
import { lockOptions, settlementOf } from './positions/settle-options.ts'
import type { UntoldReceipt } from './untold-receipts.ts'

/** Tells a case of a stored receipt, in the words of `storeReceipt`: the same id, so that it counts once. */
export async function tellReceipt(tx: Tx, municipality: string, untold: UntoldReceipt): Promise<void> {
  const { case_id: caseId, receipt_id: receiptId, nav, iuv, cents, paid_at: paidAt, duplicate } = untold
  await tx
    .update(receipt)
    .set({ caseId })
    .where(and(eq(receipt.municipalityId, municipality), eq(receipt.id, untold.id)))
  const id = `receipt/${receiptId}`
  const standing = settlementOf(await lockOptions(tx, municipality, nav), nav)
  const { settled = true, leftCents = 0 } = standing ?? {}
  const data = { receiptId, nav, iuv, cents, paidAt, duplicate, settled, leftCents }
  await enqueueOutbox(tx, {
    municipality,
    caseId,
    kind: 'signal',
    payload: { id, name: 'payment', data, actor: { kind: 'platform', id: 'pagopa' } },
    idempotencyKey: id,
  })
}
