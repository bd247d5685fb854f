import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'

/** A report that an entry may be the money of, and what speaks for it. */
export interface Candidate {
  entry: string
  /** Our id of the stored revision. */
  flow: string
  flowId: string
  psp: string
  regulationOn: LocalDate
  regulationId: string
  totalCents: number
  by: ('trn' | 'amount' | 'date')[]
}

const candidates = z.array(
  z.object({
    entry: z.string(),
    flow: z.string(),
    flowId: z.string(),
    psp: z.string(),
    regulationOn: z.string(),
    regulationId: z.string(),
    totalCents: z.coerce.number(),
    by: z.array(z.enum(['trn', 'amount', 'date'])),
  }),
)

/** At most so many for each entry: a person chooses among few. */
const most = 5
/** A transfer reaches the treasury some days after its date. */
const nearDays = 3

/** Reports still open that agree with these entries in TRN, in amount or in date; those with the most in common first. */
export async function findCandidates(tx: Tx, municipality: string, entries: string[]): Promise<Candidate[]> {
  const { rows } = await tx.execute(sql`
    select e.id as entry, c.*
    from treasury_entry e
    cross join lateral (
      select f.id as flow, flow_id as "flowId", psp, regulation_on as "regulationOn", regulation_id as "regulationId",
        total_cents as "totalCents", array_remove(array[
          case when m.is_trn then 'trn' end, case when m.is_amount then 'amount' end, case when m.is_near then 'date' end
        ], null) as by
      from payment_flow f
      cross join lateral (
        select f.regulation_id = e.end_to_end_id is true as is_trn,
          f.total_cents = e.cents - e.reversed_cents as is_amount,
          e.moved_on - f.regulation_on between 0 and ${nearDays}::int as is_near
      ) m
      where f.municipality_id = e.municipality_id and f.state <> 'replaced'
        and f.status in ('waiting', 'partial', 'difference', 'ambiguous')
        and (m.is_trn or m.is_amount or m.is_near)
      order by m.is_trn desc, m.is_amount desc, m.is_near desc, f.regulation_on desc, f.flow_id
      limit ${most}
    ) c
    where e.municipality_id = ${municipality} and e.id = any (${sql.param(entries)}::uuid[])`)
  return candidates.parse(rows)
}
