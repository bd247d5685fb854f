import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { keysetOf, pageOf } from '../../keyset.ts'
import type { Keyset, Page, PageRequest } from '../../keyset.ts'
import { paymentFlow } from '../../schema/flows.ts'
import { payment } from '../../schema/payment-state.ts'
import { treasuryEntry } from '../../schema/treasury.ts'
import { MISSING, PAYMENT_SORTS, paymentIs } from './payment-filter.ts'
import type { PaymentFilter, PaymentSort } from './payment-filter.ts'
import { keysByTown } from './walk-towns.ts'

const { changeTxid: _txid, change: _change, ...columns } = getTableColumns(payment)

/** A payment with the report and the entry that it is in. */
const LINE = {
  ...columns,
  flow: {
    flowId: paymentFlow.flowId,
    psp: paymentFlow.psp,
    totalCount: paymentFlow.totalCount,
    totalCents: paymentFlow.totalCents,
    creditedCents: paymentFlow.creditedCents,
    status: paymentFlow.status,
    receiptNextAt: paymentFlow.receiptNextAt,
  },
  entry: {
    bank: treasuryEntry.bank,
    exercise: treasuryEntry.exercise,
    number: treasuryEntry.number,
    cents: sql<number>`(${treasuryEntry.cents} - ${treasuryEntry.reversedCents})`.mapWith(Number),
  },
}

export type PaymentLine = Omit<Awaited<ReturnType<typeof linesBy>>[number], 'keyset'>

/** One page of the payments of these towns, class by class along their indexes. Throws `BadCursor`. */
export async function listPayments(
  tx: Tx,
  towns: readonly string[],
  filter: PaymentFilter,
  page: PageRequest<PaymentSort>,
): Promise<Page<PaymentLine>> {
  const keyset = keysetOf(page, PAYMENT_SORTS, [{ by: payment.id, type: 'uuid' }])
  const classes = filter.missing ?? MISSING
  if (classes.length === 0 || towns.length === 0) return { items: [], nextCursor: null }
  const parts = classes.map(missing => and(eq(payment.missing, missing), paymentIs(filter)))
  const keys = keysByTown(towns, { table: payment, by: PAYMENT_SORTS[page.sort].by, parts, keyset, page })
  return pageOf(page, await linesBy(tx, sql`(${payment.municipalityId}, ${payment.id}) in (${keys})`, keyset))
}

/** Lines by a condition on `payment`; sorted where a keyset is given. */
export async function linesBy(tx: Tx, where: SQL | undefined, keyset?: Keyset) {
  const query = tx
    .select({ ...LINE, keyset: keyset?.values ?? sql<string[]>`'{}'::text[]` })
    .from(payment)
    .leftJoin(
      paymentFlow,
      and(eq(paymentFlow.municipalityId, payment.municipalityId), eq(paymentFlow.id, payment.flowId)),
    )
    .leftJoin(
      treasuryEntry,
      and(eq(treasuryEntry.municipalityId, payment.municipalityId), eq(treasuryEntry.id, payment.entryId)),
    )
    .where(where)
  return keyset === undefined ? query.limit(MOST) : query.orderBy(...keyset.orderBy)
}

/** Lines that are asked for by their keys, never a list. */
const MOST = 500
