import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'
import { COUNTED_AT_MOST } from './count-payments.ts'
import { TO_WATCH } from './payment-filter.ts'

const badges = z.object({
  payments: z.number(),
  exceptions: z.number(),
  alarms: z.number(),
  toRegularise: z.number(),
  regularisationLate: z.number(),
})

/** Days of the sixty after which an entry that is not regularised is worth a word. */
export const WARN_AFTER_DAYS = 45

/** What there is to look at, each counted up to ten thousand and one: for the menu. */
export async function countBadges(
  tx: Tx,
  towns: readonly string[],
  today: LocalDate,
): Promise<z.output<typeof badges>> {
  const town = sql`municipality_id = any (${sql.param(towns)}::uuid[])`
  const most = COUNTED_AT_MOST
  const watched = TO_WATCH.map(one => sql`select 1 from payment where ${town} and missing = ${one}`)
  const { rows } = await tx.execute(sql`
    select
      (select count(*)::int from (${sql.join(watched, sql` union all `)} limit ${most}) c) as payments,
      (select count(*)::int from (
        select 1 from treasury_entry where ${town} and class = 'error'
        union all select 1 from treasury_entry where ${town} and class = 'unreported' and rule = 'waits-for-report'
        limit ${most}) c) as exceptions,
      (select count(*)::int from (select 1 from payment_alarm where ${town} and settled_at is null limit ${most}) c) as alarms,
      (select count(*)::int from (select 1 from treasury_entry where ${town} and open_cents > 0 limit ${most}) c)
        as "toRegularise",
      (select count(*)::int from (select 1 from treasury_entry where ${town} and open_cents > 0
        and moved_on < ${today}::date - ${WARN_AFTER_DAYS}::int limit ${most}) c) as "regularisationLate"`)
  return badges.parse(rows[0])
}
