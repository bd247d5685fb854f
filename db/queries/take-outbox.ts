import { sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { outbox } from '../schema/journals.ts'

export type OutboxRow = typeof outbox.$inferSelect

/**
 * Takes messages that are due, for `leaseSeconds`: who dies meanwhile loses them to the next relay. Rows that another relay is taking are
 * skipped. A case's messages go one after the other: the second is taken when the first has been settled. Staff acts go before starts.
 * Needs the relay's role: sees all towns.
 */
export async function takeOutbox(tx: Tx, options: { limit: number; leaseSeconds: number }): Promise<OutboxRow[]> {
  const due = sql`
    select o.id from outbox o
    where o.delivered_at is null and o.next_at <= now()
      and not exists (
        select from outbox earlier
        where earlier.municipality_id = o.municipality_id and earlier.case_id = o.case_id
          and earlier.id < o.id and earlier.delivered_at is null)
    order by (o.kind = 'start'), o.id
    limit ${options.limit}
    for update of o skip locked`
  const taken = await tx
    .update(outbox)
    .set({ tries: sql`${outbox.tries} + 1`, nextAt: sql`now() + make_interval(secs => ${options.leaseSeconds})` })
    // An array, so that the choice is made once whatever the plan.
    .where(sql`${outbox.id} = any (array(${due}))`)
    .returning()
  return taken.toSorted((a, b) => a.id - b.id)
}
