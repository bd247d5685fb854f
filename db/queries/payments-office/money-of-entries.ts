import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../client.ts'
import { loadFacts } from '../reconciliation/load-facts.ts'
import { loadGroup } from '../reconciliation/load-group.ts'

const shares = z.array(
  z.object({
    of: z.string(),
    service: z.string().nullable(),
    year: z.coerce.number().nullable(),
    cents: z.coerce.number(),
    payments: z.coerce.number(),
  }),
)
export type StoredShare = z.output<typeof shares>[number]

/** Everything that some entries of a town share money with, and what reports and single payments hold, by service and year. */
export async function moneyOfEntries(tx: Tx, municipality: string, entries: string[]) {
  const facts = await loadFacts(tx, municipality, await loadGroup(tx, municipality, { entries, flowKeys: [] }))
  const iuvs = [
    ...facts.references.flatMap(it => (it.kind === 'iuv' ? [it.value] : [])),
    ...facts.assignments.flatMap(it => it.iuv ?? []),
  ]
  const year = sql`extract(year from coalesce(p.due_on, (p.paid_at at time zone 'Europe/Rome')::date))::int`
  const [ofFlows, ofPayments] = await Promise.all([
    tx.execute(sql`
      select w.flow_id as of, p.service, ${year} as year, sum(w.cents) as cents, count(*) as payments
      from payment_flow_row w
      left join payment p on p.municipality_id = w.municipality_id and p.iuv = w.iuv and w.ownership = 'own'
      where w.municipality_id = ${municipality} and w.outcome <> 3
        and w.flow_id = any (${sql.param(facts.flows.map(flow => flow.id))}::uuid[])
      group by 1, 2, 3 order by 1, 2 nulls last, 3 nulls last`),
    tx.execute(sql`
      select p.iuv as of, p.service, ${year} as year, p.own_cents as cents, 1 as payments from payment p
      where p.municipality_id = ${municipality} and p.iuv = any (${sql.param(iuvs)}::text[])
      order by p.iuv`),
  ])
  return { ...facts, ofFlows: shares.parse(ofFlows.rows), ofPayments: shares.parse(ofPayments.rows) }
}
