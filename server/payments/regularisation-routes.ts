import type { Response } from 'express'
import type { z } from 'zod'

import type { Db, Tx } from '../../db/client.ts'
import { WARN_AFTER_DAYS } from '../../db/queries/payments-office/count-badges.ts'
import { entryLines } from '../../db/queries/payments-office/list-entries.ts'
import {
  listRegularisation as queryEntries,
  sumRegularisation,
} from '../../db/queries/payments-office/regularisation.ts'
import type { RegularisationFilter } from '../../db/queries/payments-office/regularisation.ts'
import type { LocalDate } from '../../engine/json.ts'
import { addDays } from '../../engine/terms/civil.ts'
import { localDate } from '../../engine/terms/instants.ts'
import { exportRegularisation, listRegularisation } from '../api/payment-regularisation.ts'
import type { Deps } from '../deps.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { narrowed } from '../reading/towns.ts'
import type { Staff } from '../sign-in/staff.ts'
import { loadBooking } from './accounting-map.ts'
import { partsOfEntries } from './entry-parts.ts'
import { eurosCell } from './euros-cell.ts'
import { loadPaymentNames } from './payment-names.ts'
import { recordExport } from './record-export.ts'
import { DAYS_TO_REGULARISE, regularisationRowOf } from './regularisation-row.ts'
import type { RegularisationRow } from './regularisation-row.ts'
import { type Column, streamCsv } from './stream-csv.ts'

type Query = z.output<NonNullable<typeof exportRegularisation.query>>

const batch = 100

export function regularisationRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listRegularisation, ({ query, now }, staff) => {
      const towns = narrowed(staff, 'payments.read', query.municipality)
      const today = localDate(now)
      return db.withTenants(towns, async tx => {
        const page = await pageOf(tx, { towns, staff, today }, query, query)
        const sums = await sumRegularisation(tx, towns, {
          over45: addDays(today, -WARN_AFTER_DAYS),
          over60: addDays(today, -DAYS_TO_REGULARISE),
        })
        const { count, cents: remainingCents } = sums.all
        return ok({ ...page, totals: { count, remainingCents, over45: sums.over45, over60: sums.over60 } })
      })
    }),
    staffRoute(exportRegularisation, async ({ query, requestId, now }, staff) => {
      const towns = narrowed(staff, 'payments.read', query.municipality)
      await recordExport(db, staff, towns, { action: 'regularisation.exported', query, requestId })
      const around = { towns, staff, today: localDate(now) }
      return { status: 200 as const, stream: response => streamParts(response, db, around, query) }
    }),
  ]
}

interface Around {
  towns: string[]
  staff: Staff
  today: LocalDate
}

interface Place {
  cursor?: string | undefined
  limit: number
}

async function pageOf(
  tx: Tx,
  { towns, staff, today }: Around,
  query: Omit<Query, 'language'>,
  { cursor, limit }: Place,
) {
  const { state, exercise, overdue, order: direction } = query
  const before = overdue === undefined ? undefined : addDays(today, -overdue)
  const filter: RegularisationFilter = { state, exercise, before }
  const found = await queryEntries(tx, towns, filter, { sort: 'movedOn', direction, cursor, limit })
  const parts = await partsOfEntries(tx, found.items)
  const lines = await entryLines(tx, found.items, { withCandidates: false })
  const books = { names: await loadPaymentNames(tx), booking: await loadBooking(tx), staff, today }
  const items = lines.map(line => regularisationRowOf(line, parts.get(line.id) ?? [], books))
  return { items, nextCursor: found.nextCursor }
}

interface Line {
  row: RegularisationRow
  part: RegularisationRow['parts'][number]
}

/** One line a part. */
function streamParts(response: Response, db: Db, around: Around, query: Query): Promise<void> {
  const page = (cursor?: string) =>
    db.withTenants(around.towns, async tx => {
      const { items, nextCursor } = await pageOf(tx, around, query, { cursor, limit: batch })
      return { rows: items.flatMap(row => row.parts.map(part => ({ row, part }))), nextCursor }
    })
  return streamCsv(response, { name: 'regolarizzazioni.csv', language: query.language, columns, page })
}

const columns: readonly Column<Line>[] = [
  { header: { it: 'comune', en: 'municipality' }, cell: ({ row }) => row.municipality.name },
  { header: { it: 'codice tesoriere', en: 'treasury bank' }, cell: ({ row }) => row.bank },
  { header: { it: 'esercizio', en: 'accounting year' }, cell: ({ row }) => String(row.exercise) },
  { header: { it: 'provvisorio', en: 'entry' }, cell: ({ row }) => row.number },
  { header: { it: 'data', en: 'date' }, cell: ({ row }) => row.movedOn },
  { header: { it: 'importo provvisorio', en: 'amount of the entry' }, cell: ({ row }) => eurosCell(row.cents) },
  { header: { it: 'già regolarizzato', en: 'regularised' }, cell: ({ row }) => eurosCell(row.regularisedCents) },
  { header: { it: 'da regolarizzare', en: 'to regularise' }, cell: ({ row }) => eurosCell(row.remainingCents) },
  { header: { it: 'entro il', en: 'by' }, cell: ({ row }) => row.dueOn },
  { header: { it: 'classe', en: 'class' }, cell: ({ row }, of) => row.classText[of] },
  { header: { it: 'servizio', en: 'service' }, cell: ({ part }, of) => part.service?.label[of] ?? '' },
  { header: { it: 'anno', en: 'year' }, cell: ({ part }) => String(part.year ?? '') },
  { header: { it: 'capitolo', en: 'chapter' }, cell: ({ part }) => part.chapter ?? '' },
  { header: { it: 'accertamento', en: 'assessment' }, cell: ({ part }) => part.accertamento ?? '' },
  { header: { it: 'importo parte', en: 'amount of the part' }, cell: ({ part }) => eurosCell(part.cents) },
  { header: { it: 'imponibile', en: 'net' }, cell: ({ part }) => eurosCell(part.netCents) },
  { header: { it: 'IVA %', en: 'VAT %' }, cell: ({ part }) => (part.vatPercent ?? '').replace('.', ',') },
  { header: { it: 'IVA', en: 'VAT' }, cell: ({ part }) => eurosCell(part.vatCents) },
  { header: { it: 'pagamenti', en: 'payments' }, cell: ({ part }) => String(part.payments) },
  { header: { it: 'versante', en: 'payer' }, cell: ({ row }) => row.customer ?? '' },
  { header: { it: 'causale', en: 'text' }, cell: ({ row }) => row.cause ?? '' },
]
