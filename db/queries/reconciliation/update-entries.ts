import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../client.ts'

const entries = z.array(z.object({ id: z.string(), cause: z.string() }))

/** The number of the money entry that a movement makes, or takes back. The bank may leave the bill's number out. */
const entryNumber = sql.raw(`(case m.operation
  when 'STORNATO' then coalesce(m.reversed_bill_number, m.bill_number, m.document_number)
  else coalesce(m.bill_number, m.document_number) end)`)

const isMoney = sql.raw(`m.type = 'ENTRATA' and m.document_type = 'SOSPESO ENTRATA'
  and m.operation in ('ESEGUITO', 'STORNATO') and m.repeated = 0`)

/**
 * Brings the money entries that a file touches to what all movements, of all files, add up to; a reversal may come before what it reverses.
 * Returns the touched entries with the text that names what they pay.
 */
export async function updateEntries(
  tx: Tx,
  municipality: string,
  fileId: string,
): Promise<{ id: string; cause: string }[]> {
  await tx.execute(sql`
    insert into treasury_entry
      (municipality_id, bank, exercise, number, cents, moved_on, cause, class, code, rule, reasons, updated_at)
    select distinct on (m.bank, m.exercise, ${entryNumber})
      m.municipality_id, m.bank, m.exercise, ${entryNumber}, 0, m.moved_on, m.cause,
      'not-pagopa', 'TES_NO_MATCH', 'no-reference', '[]'::jsonb, now()
    from journal_movement m
    where m.municipality_id = ${municipality} and m.file_id = ${fileId} and ${isMoney}
    on conflict (municipality_id, bank, exercise, number) do nothing`)
  await tx.execute(sql`
    update journal_movement m set entry_id = e.id
    from treasury_entry e
    where m.municipality_id = ${municipality} and m.file_id = ${fileId} and ${isMoney}
      and e.municipality_id = m.municipality_id and e.bank = m.bank and e.exercise = m.exercise
      and e.number = ${entryNumber}`)
  const { rows } = await tx.execute(sql`
    with touched as (
      select m.entry_id as id from journal_movement m
      where m.municipality_id = ${municipality} and m.file_id = ${fileId} and m.entry_id is not null
      union
      select e.id from regularisation_part p
      join treasury_entry e on e.municipality_id = p.municipality_id and e.bank = p.bank
        and e.exercise = p.exercise and e.number = p.number
      where p.municipality_id = ${municipality} and p.file_id = ${fileId}
    ), summed as (
      select m.entry_id as id,
        coalesce(sum(m.cents) filter (where m.operation = 'ESEGUITO'), 0) as cents,
        coalesce(sum(abs(m.cents)) filter (where m.operation = 'STORNATO'), 0) as reversed_cents,
        coalesce(min(m.moved_on) filter (where m.operation = 'ESEGUITO'), min(m.moved_on)) as moved_on,
        min(m.value_on) as value_on,
        coalesce(min(m.cause) filter (where m.operation = 'ESEGUITO'), min(m.cause)) as cause,
        min(m.customer) as customer, min(m.end_to_end_id) as end_to_end_id, min(m.account) as account
      from journal_movement m join touched t on t.id = m.entry_id
      where m.municipality_id = ${municipality} and m.repeated = 0
      group by m.entry_id
    )
    update treasury_entry e set
      cents = s.cents, reversed_cents = s.reversed_cents, moved_on = s.moved_on, value_on = s.value_on, cause = s.cause,
      customer = s.customer, end_to_end_id = s.end_to_end_id, account = s.account, updated_at = now(),
      regularised_cents = coalesce((
        select sum(p.cents) from regularisation_part p
        where p.municipality_id = e.municipality_id and p.bank = e.bank and p.exercise = e.exercise
          and p.number = e.number), 0)
    from summed s
    where e.municipality_id = ${municipality} and e.id = s.id
    returning e.id, e.cause`)
  return entries.parse(rows)
}
