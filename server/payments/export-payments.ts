import type { Response } from 'express'
import type { z } from 'zod'

import type { Db } from '../../db/client.ts'
import { listPayments } from '../../db/queries/payments-office/list-payments.ts'
import type { LocalDate } from '../../engine/json.ts'
import type { exportPayments } from '../api/payments.ts'
import type { Staff } from '../sign-in/staff.ts'
import { eurosCell } from './euros-cell.ts'
import { paymentFilterOf } from './payment-filter.ts'
import { loadPaymentNames } from './payment-names.ts'
import { paymentRowOf } from './payment-row.ts'
import type { PaymentRow } from './payment-row.ts'
import { type Column, streamCsv } from './stream-csv.ts'

type Query = z.output<NonNullable<typeof exportPayments.query>>

interface Around {
  db: Db
  staff: Staff
  towns: string[]
  today: LocalDate
}

const batch = 500

/** Rows are those of the list, masked alike. */
export function streamPayments(response: Response, { db, staff, towns, today }: Around, query: Query): Promise<void> {
  const { language, sort, order: direction } = query
  const page = (cursor?: string) =>
    db.withTenants(towns, async tx => {
      const request = { sort, direction, cursor, limit: batch }
      const { items, nextCursor } = await listPayments(tx, towns, paymentFilterOf(query), request)
      const reading = { names: await loadPaymentNames(tx), staff, today }
      return { rows: items.map(line => paymentRowOf(line, reading)), nextCursor }
    })
  return streamCsv(response, { name: 'pagamenti.csv', language, columns, page })
}

const columns: readonly Column<PaymentRow>[] = [
  { header: { it: 'comune', en: 'municipality' }, cell: row => row.municipality.name },
  { header: { it: 'IUV', en: 'IUV' }, cell: row => row.iuv },
  { header: { it: 'numero avviso', en: 'notice number' }, cell: row => row.nav ?? '' },
  { header: { it: 'servizio', en: 'service' }, cell: (row, of) => row.service?.label[of] ?? '' },
  { header: { it: 'causale', en: 'description' }, cell: row => row.description ?? '' },
  { header: { it: 'debitore', en: 'debtor' }, cell: row => row.debtor ?? '' },
  { header: { it: 'importo', en: 'amount' }, cell: row => eurosCell(row.cents) },
  { header: { it: 'scadenza', en: 'due' }, cell: row => row.dueOn ?? '' },
  { header: { it: 'pagato', en: 'paid' }, cell: (row, of) => row.paid.text[of] },
  { header: { it: 'pagato il', en: 'paid on' }, cell: row => row.paid.on ?? '' },
  { header: { it: 'rendicontato', en: 'reported' }, cell: (row, of) => row.reported.text[of] },
  { header: { it: 'rendicontato il', en: 'reported on' }, cell: row => row.reported.on ?? '' },
  { header: { it: 'importo rendicontato', en: 'reported amount' }, cell: row => eurosCell(row.reportedCents) },
  { header: { it: 'flusso', en: 'report' }, cell: row => row.flow?.flowId ?? '' },
  { header: { it: 'riconciliato', en: 'reconciled' }, cell: (row, of) => row.reconciled.text[of] },
  { header: { it: 'riconciliato il', en: 'reconciled on' }, cell: row => row.reconciled.on ?? '' },
  { header: { it: 'che cosa manca', en: 'missing' }, cell: (row, of) => row.missingText?.[of] ?? '' },
  { header: { it: 'classe', en: 'class' }, cell: row => row.code ?? '' },
]
