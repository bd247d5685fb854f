import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../client.ts'
import { payment } from '../../schema/payment-state.ts'
import { PAYMENT_SORTS, inDays } from './payment-filter.ts'
import type { Days } from './payment-filter.ts'

export interface Sum {
  count: number
  cents: number
}

const sum = z.tuple([z.coerce.number(), z.coerce.number()]).transform(([count, cents]): Sum => ({ count, cents }))

const isPaid = sql`paid in ('paid', 'no-receipt')`
const isReported = sql`${isPaid} and reported in ('reported', 'anomalous')`
const isReconciled = sql`${isPaid} and reconciled = 'reconciled'`

/** How many are such, and how much of them is the town's own. As text: sums of cents do not fit a JSON number's habits. */
const those = (where: SQL) =>
  sql`array[count(*) filter (where ${where})::text, coalesce(sum(own_cents) filter (where ${where}), 0)::text]`

/** What is due in a period: how much of it is paid, reported, reconciled, and what is missing of the rest. */
export async function sumDue(tx: Tx, towns: readonly string[], { from, to }: Required<Days>) {
  const missing = (what: string) => those(sql`missing = ${what}`)
  const { rows } = await tx.execute(sql`
    select ${those(sql`paid <> 'no' or missing <> 'nothing'`)} as due, ${those(isPaid)} as paid,
      ${those(isReported)} as reported, ${those(isReconciled)} as reconciled,
      ${missing('payment')} as "toPay", ${missing('receipt')} as receipt, ${missing('report')} as report,
      ${missing('credit')} as credit, ${missing('difference')} as difference
    from ${walkOf(towns, sql`${PAYMENT_SORTS.dueOn.by} between ${from}::date and ${to}::date`)}`)
  return dueSums.parse(rows[0])
}

const dueSums = z.object({
  due: sum,
  paid: sum,
  reported: sum,
  reconciled: sum,
  toPay: sum,
  receipt: sum,
  report: sum,
  credit: sum,
  difference: sum,
})

export type GroupBy = 'day' | 'service' | 'town'

const groups = {
  day: sql`(paid_at at time zone 'Europe/Rome')::date::text`,
  service: sql`case when service is null then '' else service end`,
  town: sql`municipality_id::text`,
} satisfies Record<GroupBy, SQL>

const differences = z.array(
  z.object({
    key: z.string(),
    paid: sum,
    reported: sum,
    reconciled: sum,
    report: sum,
    credit: sum,
    difference: sum,
  }),
)
export type Difference = z.output<typeof differences>[number]

/**
 * What was paid on these days, and where it stands. Every paid payment is reconciled, or its report, its credit or an agreement of both is missing: so each
 * row adds up.
 */
export async function sumDifferences(
  tx: Tx,
  towns: readonly string[],
  { by, days }: { by: GroupBy; days: Required<Days> },
): Promise<Difference[]> {
  const missing = (what: string) => those(sql`${isPaid} and reconciled <> 'reconciled' and missing = ${what}`)
  const { rows } = await tx.execute(sql`
    select ${groups[by]} as key, ${those(isPaid)} as paid, ${those(isReported)} as reported,
      ${those(isReconciled)} as reconciled, ${missing('report')} as report, ${missing('credit')} as credit,
      ${missing('difference')} as difference
    from ${walkOf(towns, inDays(PAYMENT_SORTS.paidAt.by, days))}
    where ${isPaid}
    group by 1 order by 1 limit 2000`)
  return differences.parse(rows)
}

/** Town by town and class by class, so that the days are a stretch of the index. */
function walkOf(towns: readonly string[], days: SQL | undefined): SQL {
  return sql`unnest(${sql.param(towns)}::uuid[]) as t(town)
    cross join unnest(${sql.param(payment.missing.enumValues)}::text[]) as m(class)
    cross join lateral (
      select municipality_id, service, own_cents, paid, paid_at, reported, reconciled, missing
      from ${payment} where ${payment.municipalityId} = t.town and ${payment.missing} = m.class and ${days}) w`
}
