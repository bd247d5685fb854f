import { and, eq, sql } from 'drizzle-orm'
import type { Instant, JsonObject } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { notice, receipt } from '../schema/payments.ts'
import { enqueueOutbox } from './enqueue-outbox.ts'
import { noteChange } from './note-change.ts'
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
  /** `duplicate`: the notice was paid before by another receipt; both are kept and both are told to the case. */
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
  // Locked, so that of two receipts for one notice exactly one is the first.
  const [paid] = await tx
    .select({ id: notice.id, caseId: notice.caseId, state: notice.state })
    .from(notice)
    .where(and(eq(notice.municipalityId, municipality), eq(notice.nav, incoming.nav)))
    .for('update')
  const duplicate = paid?.state === 'paid'
  const { payload, ...facts } = incoming
  const [added] = await tx
    .insert(receipt)
    .values({
      ...facts,
      municipalityId: municipality,
      caseId: paid?.caseId ?? null,
      source,
      payload: { ...payload, ...(duplicate ? { duplicate: true } : {}) },
      receivedAt: sql`now()`,
    })
    .onConflictDoNothing({ target: [receipt.municipalityId, receipt.receiptId] })
    .returning({ id: receipt.id })
  if (added === undefined) return { kind: 'known' }
  if (paid !== undefined && !duplicate) {
    await tx
      .update(notice)
      .set({ state: 'paid', paidAt: incoming.paidAt })
      .where(and(eq(notice.municipalityId, municipality), eq(notice.id, paid.id)))
  }
  await refreshPayments(tx, municipality, { iuvs: [incoming.iuv] })
  await settleLater(tx, municipality, incoming.iuv)
  if (paid === undefined) return { kind: 'unmatched' }
  // A debt that is only a payment has no case to tell.
  if (paid.caseId === null) return { kind: 'matched', caseId: null, duplicate }
  const id = `receipt/${incoming.receiptId}`
  await enqueueOutbox(tx, {
    municipality,
    caseId: paid.caseId,
    kind: 'signal',
    payload: { id, name: 'payment', data: { ...facts, duplicate }, actor: { kind: 'platform', id: 'pagopa' } },
    idempotencyKey: id,
  })
  await noteChange(tx, { municipality, resource: 'case', resourceId: paid.caseId })
  return { kind: 'matched', caseId: paid.caseId, duplicate }
}
