import { sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'

/**
 * Counts a town's cases anew. Publications that move a case from one count to another wait meanwhile, and then move it from what was
 * counted here: those that had already moved it are seen.
 */
export async function recountCases(tx: Tx, municipality: string): Promise<void> {
  await tx.execute(sql`lock table case_counter_by_state in share row exclusive mode`)
  await tx.execute(sql`delete from case_counter_by_state where municipality_id = ${municipality}`)
  await tx.execute(sql`
    insert into case_counter_by_state (municipality_id, procedure, status, phase, outcome, count)
    select municipality_id, procedure, status, phase, coalesce(outcome, ''), count(*) from case_view
    where municipality_id = ${municipality} group by 1, 2, 3, 4, 5`)
}
