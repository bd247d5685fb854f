import { and, eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../client.ts'
import { payment } from '../../schema/payment-state.ts'
import { MISSING, paymentIs } from './payment-filter.ts'
import type { Missing, PaymentFilter } from './payment-filter.ts'

/** Counting ends here: ten thousand and one means more. */
export const COUNTED_AT_MOST = 10_001

export interface Counted {
  count: number
  /** Null when not all were counted. */
  cents: number | null
}

const counts = z.array(
  z.object({ missing: z.enum(payment.missing.enumValues), count: z.number(), cents: z.coerce.number() }),
)

/** How many payments each class holds with the rest of the filter on, and how much, as far as they are counted. */
export async function countPayments(
  tx: Tx,
  towns: readonly string[],
  filter: PaymentFilter,
): Promise<Record<Missing, Counted>> {
  const parts = MISSING.map(missing => {
    const own = and(sql`${payment.municipalityId} = t.town`, eq(payment.missing, missing), paymentIs(filter))
    return sql`select ${missing}::text as missing, count(*)::int as count, coalesce(sum(cents), 0) as cents from (
      select w.cents from ${townsOf(towns)} cross join lateral (select own_cents as cents from ${payment} where ${own}) w
      limit ${COUNTED_AT_MOST}) c`
  })
  const { rows } = await tx.execute(sql.join(parts, sql` union all `))
  const found = new Map(counts.parse(rows).map(row => [row.missing, row]))
  const of = (missing: Missing): Counted => {
    const { count = 0, cents = 0 } = found.get(missing) ?? {}
    return { count, cents: count < COUNTED_AT_MOST ? cents : null }
  }
  return {
    payment: of('payment'),
    receipt: of('receipt'),
    report: of('report'),
    credit: of('credit'),
    difference: of('difference'),
    nothing: of('nothing'),
  }
}

/** Of some classes, how many payments each service has, counted up to the bound together. */
export async function countByService(
  tx: Tx,
  towns: readonly string[],
  filter: PaymentFilter & { missing: readonly Missing[] },
): Promise<Map<string, number>> {
  const walks = filter.missing.map(missing => {
    const own = and(sql`${payment.municipalityId} = t.town`, eq(payment.missing, missing), paymentIs(filter))
    return sql`(select w.service from ${townsOf(towns)} cross join lateral (
      select service from ${payment} where ${own} and service is not null) w limit ${COUNTED_AT_MOST})`
  })
  const { rows } = await tx.execute<{ service: string; count: number }>(
    sql`select service, count(*)::int as count from (${sql.join(walks, sql` union all `)}) s group by service`,
  )
  return new Map(rows.map(row => [row.service, row.count]))
}

/** Services that payments of these towns have, found by leaping from one to the next in the index. */
export async function servicesOfPayments(tx: Tx, towns: readonly string[]): Promise<string[]> {
  const { rows } = await tx.execute<{ service: string }>(sql`
    select distinct s.service from ${townsOf(towns)} cross join lateral (
      with recursive leap as (
        (select service from payment where municipality_id = t.town and service is not null order by service limit 1)
        union all
        select (select p.service from payment p where p.municipality_id = t.town and p.service > leap.service
          order by p.service limit 1) from leap where leap.service is not null
      ) select service from leap where service is not null) s
    order by service limit 500`)
  return rows.map(row => row.service)
}

const townsOf = (towns: readonly string[]): SQL => sql`unnest(${sql.param(towns)}::uuid[]) as t(town)`
