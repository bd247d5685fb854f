import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../client.ts'

const sums = z.array(
  z.object({ class: z.string(), count: z.coerce.number(), cents: z.coerce.number(), flows: z.coerce.number() }),
)
export type MovementSum = z.output<typeof sums>[number]

/**
 * A journal's movements by the class that they are in now, each in exactly one: their number, their cents, and the flows that they name. `known` are
 * those that an earlier journal had brought.
 */
export async function sumMovements(tx: Tx, municipality: string, fileId: string): Promise<MovementSum[]> {
  const { rows } = await tx.execute(sql`
    with classed as (
      select m.position, abs(m.cents) as cents, m.entry_id,
        case
          when m.repeated = 1 then 'known'
          when m.entry_id is null then 'ignored'
          when m.operation = 'STORNATO' then 'reversed'
          else e.class end as class
      from journal_movement m
      left join treasury_entry e on e.municipality_id = m.municipality_id and e.id = m.entry_id
      where m.municipality_id = ${municipality} and m.file_id = ${fileId}
    )
    select c.class, count(distinct c.position) as count,
      (select coalesce(sum(one.cents), 0) from classed one where one.class = c.class) as cents,
      count(distinct r.value) filter (where r.kind = 'flow') as flows
    from classed c
    left join entry_reference r on r.municipality_id = ${municipality} and r.entry_id = c.entry_id
    group by c.class`)
  return sums.parse(rows)
}
