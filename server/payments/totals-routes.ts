import type { Tx } from '../../db/client.ts'
import { countBadges } from '../../db/queries/payments-office/count-badges.ts'
import { sumDifferences, sumDue } from '../../db/queries/payments-office/sum-payments.ts'
import type { Difference, GroupBy, Sum } from '../../db/queries/payments-office/sum-payments.ts'
import type { Instant, LocalDate, Text } from '../../engine/json.ts'
import { daysBetween, requireDate } from '../../engine/terms/civil.ts'
import { localDate } from '../../engine/terms/instants.ts'
import { paymentBadges, paymentDifferences, paymentTotals } from '../api/payments.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../http/problem.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { narrowed } from '../reading/towns.ts'
import { longDay } from '../reading/waiting-words.ts'
import { loadPaymentNames } from './payment-names.ts'
import type { PaymentNames } from './payment-names.ts'

const right = 'payments.read'

/** A year and a month are enough for any closing. */
const mostDays = 400

export function paymentTotalRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(paymentTotals, ({ query, now }, staff) => {
      const towns = narrowed(staff, right, query.municipality)
      const days = daysOf(query, now)
      return db.withTenants(towns, async tx => {
        const { due, paid, reported, reconciled, toPay: payment, ...missing } = await sumDue(tx, towns, days)
        return ok({ ...days, due, paid, reported, reconciled, missing: { payment, ...missing } })
      })
    }),
    staffRoute(paymentBadges, ({ query, now }, staff) => {
      const towns = narrowed(staff, right, query.municipality)
      return db.withTenants(towns, async tx => ok(await countBadges(tx, towns, localDate(now))))
    }),
    staffRoute(paymentDifferences, ({ query, now }, staff) => {
      const towns = narrowed(staff, right, query.municipality)
      const days = daysOf(query, now)
      return db.withTenants(towns, async tx => ok(await differencesOf(tx, towns, query.by, days)))
    }),
  ]
}

/** The running month when no days are given. */
function daysOf({ from, to }: { from?: LocalDate | undefined; to?: LocalDate | undefined }, now: Instant) {
  const month = (from ?? to ?? localDate(now)).slice(0, 7)
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate()
  const days = { from: from ?? `${month}-01`, to: to ?? `${month}-${last}` }
  requireDate(days.from)
  if (days.to < days.from) refuse('invalid', 'Il primo giorno viene dopo l’ultimo.')
  if (daysBetween(days.from, days.to) > mostDays) refuse('invalid', `Al più ${mostDays} giorni.`)
  return days
}

async function differencesOf(tx: Tx, towns: string[], by: GroupBy, days: { from: LocalDate; to: LocalDate }) {
  const found = await sumDifferences(tx, towns, { by, days })
  const names = await loadPaymentNames(tx)
  const rows = found.map(row => ({ key: row.key, label: labelOf(row.key, by, { names, towns }), ...sumsOf(row) }))
  return { by, ...days, rows, totals: sumsOf(totalOf(found)) }
}

/** What is not reconciled of what was paid: the sum of what is missing, to the cent. */
function sumsOf({ paid, reported, reconciled, report, credit, difference }: Omit<Difference, 'key'>) {
  const differenceCents = paid.cents - reconciled.cents
  const missing = report.cents + credit.cents + difference.cents
  // A defect, never shown as if it were right.
  if (missing !== differenceCents)
    throw new Error(`What is missing is ${missing} cents, the difference ${differenceCents}`)
  return { paid, reported, reconciled, missing: { report, credit, difference }, differenceCents }
}

function totalOf(rows: readonly Difference[]): Omit<Difference, 'key'> {
  const total = (part: keyof Omit<Difference, 'key'>): Sum => ({
    count: rows.reduce((sum, row) => sum + row[part].count, 0),
    cents: rows.reduce((sum, row) => sum + row[part].cents, 0),
  })
  return {
    paid: total('paid'),
    reported: total('reported'),
    reconciled: total('reconciled'),
    report: total('report'),
    credit: total('credit'),
    difference: total('difference'),
  }
}

function labelOf(key: string, by: GroupBy, { names, towns }: { names: PaymentNames; towns: string[] }): Text {
  switch (by) {
    case 'day':
      return { it: longDay(key, 'it'), en: longDay(key, 'en') }
    case 'town': {
      const { name } = names.municipality(key)
      return { it: name, en: name }
    }
    case 'service': {
      if (key === '') return { it: 'Servizio non noto', en: 'Service not known' }
      const found = towns.map(town => names.service(town, key)?.label)
      return found.find(label => label !== undefined) ?? { it: key, en: key }
    }
  }
}
