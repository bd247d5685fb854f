import { sql } from 'drizzle-orm'
import type { Instant, JsonObject } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { receipt } from '../schema/payments.ts'
import { enqueueOutbox } from './enqueue-outbox.ts'
import { noteChange } from './note-change.ts'
import { lockOptions, settlementOf, settleOptions } from './positions/settle-options.ts'
import { refreshPayments } from './reconciliation/refresh-payments.ts'
import { settleLater } from './reconciliation/settle-later.ts'

/** A payment receipt, whichever way it came. */
export interface IncomingReceipt {
  receiptId: string
  nav: string
  iuv: string
  cents: number
  paidAt: Instant
  /** As it came. */
  payload: JsonObject
}

export type StoredReceipt =
  /** This very receipt was here before: nothing was written. */
  | { kind: 'known' }
  /** No notice of ours has this number: kept in suspense, for a person. */
  | { kind: 'unmatched' }
  /** `duplicate`: the debt was paid before by another receipt; both are kept and both are told to the case. */
  | { kind: 'matched'; caseId: string | null; duplicate: boolean }

/**
 * Stores a receipt and tells its case, in one transaction. The same receipt id comes by push, by poll and again: it counts once.
 */
export async function storeReceipt(
  tx: Tx,
  {
    municipality,
    receipt: incoming,
    source,
  }: { municipality: string; receipt: IncomingReceipt; source: 'push' | 'poll' },
): Promise<StoredReceipt> {
  const settlement = settlementOf(await lockOptions(tx, municipality, incoming.nav), incoming.nav)
  const duplicate = settlement?.duplicate ?? false
  const { payload, ...facts } = incoming
  const [added] = await tx
    .insert(receipt)
    .values({
      ...facts,
      municipalityId: municipality,
      caseId: settlement?.paid.caseId ?? null,
      source,
      payload: { ...payload, ...(duplicate ? { duplicate: true } : {}) },
      receivedAt: sql`now()`,
    })
    .onConflictDoNothing({ target: [receipt.municipalityId, receipt.receiptId] })
    .returning({ id: receipt.id })
  if (added === undefined) return { kind: 'known' }
  const off = settlement ? await settleOptions(tx, municipality, settlement.paid, incoming.paidAt) : []
  await refreshPayments(tx, municipality, { iuvs: [incoming.iuv, ...off] })
  await settleLater(tx, municipality, incoming.iuv)
  if (settlement === null) return { kind: 'unmatched' }
  const { paid, settled, leftCents } = settlement
  // A debt that is only a payment has no case to tell.
  if (paid.caseId === null) return { kind: 'matched', caseId: null, duplicate }
  const id = `receipt/${incoming.receiptId}`
  const data = { ...facts, duplicate, settled, leftCents }
  await enqueueOutbox(tx, {
    municipality,
    caseId: paid.caseId,
    kind: 'signal',
    payload: { id, name: 'payment', data, actor: { kind: 'platform', id: 'pagopa' } },
    idempotencyKey: id,
  })
  await noteChange(tx, { municipality, resource: 'case', resourceId: paid.caseId })
  return { kind: 'matched', caseId: paid.caseId, duplicate }
}
