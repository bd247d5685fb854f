import type { Response } from 'express'
import type { z } from 'zod'

import type { Db } from '../../db/client.ts'
import { listPayments } from '../../db/queries/payments-office/list-payments.ts'
import type { LocalDate, Text } from '../../engine/json.ts'
import type { exportPayments } from '../api/payments.ts'
import { csvHeader, csvRows } from '../http/csv.ts'
import { writeText } from '../http/write-text.ts'
import type { Staff } from '../sign-in/staff.ts'
import { eurosCell } from './euros-cell.ts'
import { paymentFilterOf } from './payment-filter.ts'
import { loadPaymentNames } from './payment-names.ts'
import { paymentRowOf } from './payment-row.ts'
import type { PaymentRow } from './payment-row.ts'

type Query = z.output<NonNullable<typeof exportPayments.query>>
type Language = keyof Text

interface Around {
  db: Db
  staff: Staff
  towns: string[]
  today: LocalDate
}

const batch = 500

/** The whole list in batches of their own, so that a slow reader holds no transaction open. Rows are those of the list, masked alike. */
export async function streamPayments(response: Response, { db, staff, towns, today }: Around, query: Query) {
  const { language, sort, order: direction } = query
  response.type('text/csv').attachment('pagamenti.csv').type('text/csv')
  await writeText(response, csvHeader(columns.map(column => column.header[language])))
  for (let cursor: string | null | undefined; cursor !== null;) {
    const request = { sort, direction, cursor, limit: batch }
    const page = await db.withTenants(towns, async tx => {
      const found = await listPayments(tx, towns, paymentFilterOf(query), request)
      const reading = { names: await loadPaymentNames(tx), staff, today }
      return { ...found, rows: found.items.map(line => paymentRowOf(line, reading)) }
    })
    await writeText(response, csvRows(page.rows.map(row => columns.map(column => column.cell(row, language)))))
    cursor = page.nextCursor
  }
  response.end()
}

interface Column {
  header: Text
  cell(row: PaymentRow, language: Language): string
}

const columns: readonly Column[] = [
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
