import { and, desc, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { caseView } from '../schema/projections.ts'
import { CASE_LINE } from './list-cases.ts'
import type { CaseLine } from './list-cases.ts'

/** Fewer letters have no trigram: the index could not help. */
export const SHORTEST_WORD = 3

/**
 * Cases in which every word occurs (in number, protocol, title, names or fiscal codes), the last touched first. The reviewed function
 * finds the keys, the rows themselves are read under row-level security. Words shorter than three letters only narrow; alone they find nothing.
 */
export async function searchCases(tx: Tx, text: string, limit = 50): Promise<CaseLine[]> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.some(word => word.length >= SHORTEST_WORD)) return []
  const patterns = words.slice(0, 8).map(word => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  return tx
    .select(CASE_LINE)
    .from(caseView)
    .where(
      and(
        sql`(${caseView.municipalityId}, ${caseView.caseId}) in
          (select municipality_id, case_id from search_cases(${sql.param(patterns)}::text[], ${limit}))`,
      ),
    )
    .orderBy(desc(caseView.updatedAt))
    .limit(limit)
}
