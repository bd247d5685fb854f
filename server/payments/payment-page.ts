import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { factsOfPayment, findPayment } from '../../db/queries/payments-office/find-payment.ts'
import { entryLines } from '../../db/queries/payments-office/list-entries.ts'
import { flowStatusWords } from '../../reconciliation/words.ts'
import type { paymentDetail } from '../api/payments.ts'
import { notFound } from '../http/problem.ts'
import { entryRows, peopleOf } from './entry-row.ts'
import { outcomeWords } from './outcome-words.ts'
import { historyOf } from './payment-history.ts'
import type { Reading } from './payment-row.ts'
import { paymentRowOf } from './payment-row.ts'

type Page = z.input<typeof paymentDetail>

/** One payment with everything that is stored about it. */
export async function paymentPage(tx: Tx, id: string, reading: Reading): Promise<Page> {
  const line = (await findPayment(tx, id)) ?? notFound()
  reading.staff.require('payments.read', line.municipalityId)
  const facts = await factsOfPayment(tx, line)
  const entries = await entryRows(tx, await entryLines(tx, facts.entries, { withCandidates: false }), reading)
  const people = await peopleOf(tx, facts.assignments)
  return {
    ...paymentRowOf(line, reading),
    receipts: facts.receipts.map(one => ({
      receiptId: one.receiptId,
      cents: one.cents,
      paidAt: one.paidAt,
      source: one.source,
      receivedAt: one.receivedAt,
      second: one.receiptId !== line.receiptId,
    })),
    rows: facts.rows.map(row => ({
      flow: row.flow,
      flowId: row.flowName,
      psp: row.psp,
      regulationOn: row.regulationOn,
      position: row.position,
      iur: row.iur,
      transfer: row.transfer,
      cents: row.cents,
      outcome: row.outcome,
      outcomeText: outcomeWords(row.outcome),
      outcomeOn: row.outcomeOn,
      status: row.status,
      statusText: flowStatusWords[row.status],
    })),
    entries,
    case: facts.case,
    history: historyOf(line, facts, people),
  }
}
