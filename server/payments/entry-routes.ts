import type { z } from 'zod'

import type { Db, Tx } from '../../db/client.ts'
import {
  findEntry,
  movementsOf,
  openPaymentsOf,
  paymentsOfEntry,
} from '../../db/queries/payments-office/entry-details.ts'
import { flowsOfEntry } from '../../db/queries/payments-office/flow-details.ts'
import {
  assignmentsOf,
  countExceptions,
  entryLines,
  listExceptions as queryExceptions,
} from '../../db/queries/payments-office/list-entries.ts'
import type { Entry, ExceptionClass } from '../../db/queries/payments-office/list-entries.ts'
import { withStanding } from '../../db/queries/payments-office/list-flows.ts'
import type { PaymentLine } from '../../db/queries/payments-office/list-payments.ts'
import { countBadges } from '../../db/queries/payments-office/count-badges.ts'
import { localDate } from '../../engine/terms/instants.ts'
import { assignEntry, exportExceptions, getEntry, listExceptions, revokeAssignment } from '../api/payment-entries.ts'
import type { entryDetail } from '../api/payment-entries.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../http/problem.ts'
import { accepted, ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { maskName } from '../reading/masking.ts'
import { narrowed } from '../reading/towns.ts'
import type { Staff } from '../sign-in/staff.ts'
import { townsOf } from '../tasks/visible.ts'
import { assign, revoke } from './assign-entry.ts'
import { assignmentOf, entryRows, peopleOf } from './entry-row.ts'
import { exceptionColumns } from './export-exceptions.ts'
import { flowRowOf } from './flow-row.ts'
import { loadPaymentNames } from './payment-names.ts'
import { paymentRowOf } from './payment-row.ts'
import type { Reading } from './payment-row.ts'
import { recordExport } from './record-export.ts'
import { streamCsv } from './stream-csv.ts'

const right = 'payments.read'

export function paymentEntryRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listExceptions, ({ query, now }, staff) => {
      const towns = narrowed(staff, right, query.municipality)
      return db.withTenants(towns, async tx => {
        const { rows: items, nextCursor } = await exceptionsOf(tx, { towns, staff }, query, query)
        const { error, unreported, 'not-pagopa': notPagopa } = await countExceptions(tx, towns)
        const { alarms } = await countBadges(tx, towns, localDate(now))
        const counts = { error, unreported, notPagopa, alarms }
        return ok({ items, nextCursor, counts })
      })
    }),
    staffRoute(exportExceptions, async ({ query, requestId }, staff) => {
      const towns = narrowed(staff, right, query.municipality)
      await recordExport(db, staff, towns, { action: 'exceptions.exported', query, requestId })
      const page = (cursor?: string) =>
        db.withTenants(towns, tx => exceptionsOf(tx, { towns, staff }, query, { cursor, limit: exportedAtOnce }))
      const sheet = { name: 'eccezioni.csv', language: query.language, columns: exceptionColumns, page }
      return { status: 200 as const, stream: response => streamCsv(response, sheet) }
    }),
    staffRoute(getEntry, ({ params, now }, staff) =>
      inEntry(db, staff, params.entryId, async (tx, entry) => {
        const reading = { names: await loadPaymentNames(tx), staff, today: localDate(now) }
        return ok(await entryPage(tx, entry, reading))
      }),
    ),
    staffRoute(assignEntry, ({ params, body, idempotencyKey, now }, staff) =>
      inEntry(db, staff, params.entryId, async (tx, entry) => {
        staff.require('payments.assign', entry.municipalityId)
        await assign(tx, staff, entry, { id: idempotencyKey, at: now, ...body })
        return accepted(await rowOfEntry(tx, entry.id, staff))
      }),
    ),
    staffRoute(revokeAssignment, ({ params, body, idempotencyKey, now }, staff) =>
      inEntry(db, staff, params.entryId, async (tx, entry) => {
        staff.require('payments.assign', entry.municipalityId)
        const { assignmentId: id } = params
        await revoke(tx, staff, entry, { id, requestId: idempotencyKey, reason: body.reason, at: now })
        return accepted(await rowOfEntry(tx, entry.id, staff))
      }),
    ),
  ]
}

type Query = Omit<z.output<NonNullable<typeof exportExceptions.query>>, 'language'>

const exportedAtOnce = 200

async function exceptionsOf(
  tx: Tx,
  { towns, staff }: { towns: string[]; staff: Staff },
  query: Query,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const classes: ExceptionClass[] = query.class ? [query.class] : ['error', 'unreported']
  const names = await loadPaymentNames(tx)
  const request = { sort: 'movedOn' as const, direction: query.order, cursor, limit }
  const { items, nextCursor } = await queryExceptions(tx, towns, classes, request)
  return { rows: await entryRows(tx, items, { names, staff }), nextCursor }
}

/** In a transaction of the person's towns, with an entry that they may read of. */
function inEntry<T>(db: Db, staff: Staff, id: string, use: (tx: Tx, entry: Entry) => Promise<T>): Promise<T> {
  return db.withTenants(townsOf(staff), async tx => {
    const entry = (await findEntry(tx, id)) ?? notFound()
    staff.require(right, entry.municipalityId)
    return use(tx, entry)
  })
}

async function rowOfEntry(tx: Tx, id: string, staff: Staff) {
  const lines = await entryLines(tx, [(await findEntry(tx, id)) ?? notFound()], { withCandidates: true })
  const [row] = await entryRows(tx, lines, { names: await loadPaymentNames(tx), staff })
  return row ?? notFound()
}

async function entryPage(tx: Tx, entry: Entry, reading: Reading): Promise<z.input<typeof entryDetail>> {
  const { names, staff } = reading
  const row = await rowOfEntry(tx, entry.id, staff)
  const assignments = await assignmentsOf(tx, [entry.id], { inForce: false })
  const people = await peopleOf(tx, assignments)
  const flows = await withStanding(tx, await flowsOfEntry(tx, entry.municipalityId, entry.id))
  const isOpen = entry.class === 'error' || entry.class === 'not-pagopa'
  const candidates = isOpen ? await openPaymentsOf(tx, entry) : []
  return {
    ...row,
    movements: await movementsOf(tx, entry),
    assignments: assignments.map(one => assignmentOf(one, { people, staff })),
    flows: flows.map(line => flowRowOf(line, names)),
    payments: (await paymentsOfEntry(tx, entry)).map(line => paymentRowOf(line, reading)),
    paymentCandidates: candidates.map(line => candidateOf(line, reading)),
    mayAssign: row.assignment === null && row.cents > 0 && staff.may('payments.assign', entry.municipalityId),
  }
}

function candidateOf(line: PaymentLine, { names, staff }: Reading) {
  const masked = staff.masked(line.municipalityId)
  return {
    id: line.id,
    iuv: line.iuv,
    cents: line.cents,
    dueOn: line.dueOn,
    debtor: masked ? maskName(line.debtorName) : line.debtorName,
    service: names.service(line.municipalityId, line.service),
    description: masked ? null : line.description,
  }
}
