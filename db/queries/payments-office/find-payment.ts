import { and, asc, eq, getTableColumns, inArray, ne, sql } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { caseRecord } from '../../schema/cases.ts'
import { paymentFlow, paymentFlowRow } from '../../schema/flows.ts'
import { payment } from '../../schema/payment-state.ts'
import { notice, receipt } from '../../schema/payments.ts'
import { entryAssignment, entryReference, treasuryEntry } from '../../schema/treasury.ts'
import { linesBy } from './list-payments.ts'
import type { PaymentLine } from './list-payments.ts'
import { assignmentsOf } from './list-entries.ts'

/** More of one thing than this no payment has. */
const most = 100

export async function findPayment(tx: Tx, id: string): Promise<PaymentLine | undefined> {
  const [line] = await linesBy(tx, eq(payment.id, id))
  return line
}

/** All that is stored about one payment. */
export async function factsOfPayment(tx: Tx, { municipalityId: town, iuv, noticeId, caseId }: PaymentLine) {
  const [notices, receipts, rows, cases, entries] = await Promise.all([
    noticeId === null
      ? []
      : tx
          .select({ createdAt: notice.createdAt, state: notice.state, cents: notice.cents })
          .from(notice)
          .where(and(eq(notice.municipalityId, town), eq(notice.id, noticeId))),
    tx
      .select()
      .from(receipt)
      .where(and(eq(receipt.municipalityId, town), eq(receipt.iuv, iuv)))
      .orderBy(asc(receipt.paidAt), asc(receipt.receiptId))
      .limit(most),
    flowRowsOf(tx, town, iuv),
    caseId === null
      ? []
      : tx
          .select({ id: caseRecord.id, number: caseRecord.number })
          .from(caseRecord)
          .where(and(eq(caseRecord.municipalityId, town), eq(caseRecord.id, caseId))),
    entriesOfPayment(tx, town, iuv),
  ])
  const assignments = await assignmentsOf(
    tx,
    entries.map(one => one.id),
    { inForce: false },
  )
  return { notice: notices[0] ?? null, receipts, rows, case: cases[0] ?? null, entries, assignments }
}

async function flowRowsOf(tx: Tx, town: string, iuv: string) {
  return tx
    .select({
      ...getTableColumns(paymentFlowRow),
      flow: paymentFlow.id,
      flowName: paymentFlow.flowId,
      flowKey: paymentFlow.flowKey,
      psp: paymentFlow.psp,
      regulationOn: paymentFlow.regulationOn,
      status: paymentFlow.status,
      state: paymentFlow.state,
      arrivedAt: paymentFlow.createdAt,
    })
    .from(paymentFlowRow)
    .innerJoin(
      paymentFlow,
      and(eq(paymentFlow.municipalityId, paymentFlowRow.municipalityId), eq(paymentFlow.id, paymentFlowRow.flowId)),
    )
    .where(and(eq(paymentFlowRow.municipalityId, town), eq(paymentFlowRow.iuv, iuv), ne(paymentFlow.state, 'replaced')))
    .orderBy(asc(paymentFlow.regulationOn), asc(paymentFlowRow.position))
    .limit(most)
}

/** Entries that name the payment, were assigned to it, or name a report that it is in (or were assigned to that). */
async function entriesOfPayment(tx: Tx, town: string, iuv: string) {
  const keys = sql`select f.flow_key from payment_flow_row w
    join payment_flow f on f.municipality_id = w.municipality_id and f.id = w.flow_id and f.state <> 'replaced'
    where w.municipality_id = ${town} and w.iuv = ${iuv}`
  const named = sql`
    select entry_id from ${entryReference} where municipality_id = ${town} and kind = 'iuv' and value = ${iuv}
    union select entry_id from ${entryReference} where municipality_id = ${town} and kind = 'flow' and value in (${keys})
    union select entry_id from ${entryAssignment} where municipality_id = ${town} and iuv = ${iuv}
    union select entry_id from ${entryAssignment} where municipality_id = ${town} and flow_id in (${keys})`
  return tx
    .select()
    .from(treasuryEntry)
    .where(and(eq(treasuryEntry.municipalityId, town), inArray(treasuryEntry.id, sql`(${named})`)))
    .orderBy(asc(treasuryEntry.movedOn), asc(treasuryEntry.id))
    .limit(most)
}
