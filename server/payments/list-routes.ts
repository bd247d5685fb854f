import type { Tx } from '../../db/client.ts'
import {
  COUNTED_AT_MOST,
  countByService,
  countPayments,
  servicesOfPayments,
} from '../../db/queries/payments-office/count-payments.ts'
import type { Counted } from '../../db/queries/payments-office/count-payments.ts'
import { listPayments as queryPayments } from '../../db/queries/payments-office/list-payments.ts'
import { MISSING, TO_WATCH } from '../../db/queries/payments-office/payment-filter.ts'
import type { PaymentFilter } from '../../db/queries/payments-office/payment-filter.ts'
import { searchPayments as queryWords } from '../../db/queries/payments-office/search-payments.ts'
import { localDate } from '../../engine/terms/instants.ts'
import { exportPayments, listPayments, searchPayments } from '../api/payments.ts'
import type { Deps } from '../deps.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { narrowed } from '../reading/towns.ts'
import { recordExport } from './record-export.ts'
import { streamPayments } from './export-payments.ts'
import { paymentFilterOf } from './payment-filter.ts'
import { loadPaymentNames } from './payment-names.ts'
import type { PaymentNames } from './payment-names.ts'
import { paymentRowOf } from './payment-row.ts'

const right = 'payments.read'

export function paymentListRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listPayments, ({ query, now }, staff) => {
      const towns = narrowed(staff, right, query.municipality)
      const { sort, order: direction, cursor, limit } = query
      return db.withTenants(towns, async tx => {
        const filter = paymentFilterOf(query)
        const reading = { names: await loadPaymentNames(tx), staff, today: localDate(now) }
        const page = await queryPayments(tx, towns, filter, { sort, direction, cursor, limit })
        const counts = await countsOf(tx, towns, filter, reading.names)
        return ok({ items: page.items.map(line => paymentRowOf(line, reading)), nextCursor: page.nextCursor, counts })
      })
    }),
    staffRoute(exportPayments, async ({ query, requestId, now }, staff) => {
      const towns = narrowed(staff, right, query.municipality)
      // Written down before the first line leaves: what breaks off half-way was read all the same.
      await recordExport(db, staff, towns, { action: 'payments.exported', query, requestId })
      const today = localDate(now)
      return { status: 200 as const, stream: response => streamPayments(response, { db, staff, towns, today }, query) }
    }),
    staffRoute(searchPayments, ({ body, now }, staff) => {
      const towns = narrowed(staff, right, body.municipality)
      return db.withTenants(towns, async tx => {
        const reading = { names: await loadPaymentNames(tx), staff, today: localDate(now) }
        const found = await queryWords(tx, body.q, body.limit)
        // Who sees initials only must not find out names by searching for them.
        const open = found.filter(one => one.byNumber || !staff.masked(one.municipalityId))
        return ok({ items: open.map(line => paymentRowOf(line, reading)), nextCursor: null })
      })
    }),
  ]
}

async function countsOf(tx: Tx, towns: string[], filter: PaymentFilter, names: PaymentNames) {
  const { missing: _missing, ...rest } = filter
  const byMissing = await countPayments(tx, towns, rest)
  return {
    all: together(MISSING.map(one => byMissing[one])),
    byMissing,
    services: await services(tx, towns, filter, names),
  }
}

/** Beyond the bound nobody knows how many there are. */
function together(parts: readonly Counted[]): Counted {
  const count = parts.reduce((sum, one) => sum + one.count, 0)
  const cents = parts.reduce<number | null>(
    (sum, one) => (sum === null || one.cents === null ? null : sum + one.cents),
    0,
  )
  return count < COUNTED_AT_MOST ? { count, cents } : { count: COUNTED_AT_MOST, cents: null }
}

/** Counted where they are few: of what is to be looked at. */
async function services(tx: Tx, towns: string[], { service: _service, ...filter }: PaymentFilter, names: PaymentNames) {
  const { missing } = filter
  const isFew = missing?.every(one => TO_WATCH.includes(one)) === true
  const counted = isFew ? await countByService(tx, towns, { ...filter, missing }) : null
  const known = await servicesOfPayments(tx, towns)
  // A service of several towns has one name, the first town's.
  const labelOf = (code: string) =>
    towns.map(town => names.service(town, code)?.label).find(label => label) ?? same(code)
  return known.map(value => ({ value, label: labelOf(value), count: counted ? (counted.get(value) ?? 0) : null }))
}

const same = (text: string) => ({ it: text, en: text })
