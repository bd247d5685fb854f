import { desc, eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { caseView } from '../schema/projections.ts'
import { CASE_LINE } from './list-cases.ts'
import type { CaseLine } from './list-cases.ts'

/** Fewer letters have no trigram: the index could not help. */
const SHORTEST_WORD = 3

/** A case's number, also without the padding: its trigrams are in every number, so it is looked up whole. */
const NUMBER = /^(\p{L}+-\d{4}-)(\d{1,9})$/u

/** A protocol of the register, likewise. */
const PROTOCOL = /^\d{1,9}\/\d{4}$/

/**
 * Cases in which every word occurs (in number, protocol, title, names or fiscal codes), the last touched first. The reviewed function
 * finds the keys, the rows themselves are read under row-level security. Words shorter than three letters only narrow; alone they find nothing.
 */
export async function searchCases(tx: Tx, text: string, limit = 50): Promise<CaseLine[]> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)
  const where = byNumber(words) ?? byWords(words, limit)
  if (where === null) return []
  return tx.select(CASE_LINE).from(caseView).where(where).orderBy(desc(caseView.updatedAt)).limit(limit)
}

function byNumber(words: string[]): SQL | null {
  const [word] = words
  if (words.length !== 1 || word === undefined) return null
  if (PROTOCOL.test(word)) return eq(caseView.protocol, word)
  const [, prefix, count] = NUMBER.exec(word) ?? []
  if (prefix === undefined || count === undefined) return null
  return eq(caseView.number, prefix.toUpperCase() + count.padStart(6, '0'))
}

function byWords(words: string[], limit: number): SQL | null {
  if (!words.some(word => word.length >= SHORTEST_WORD)) return null
  const patterns = words.map(word => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  return sql`(${caseView.municipalityId}, ${caseView.caseId}) in
    (select municipality_id, case_id from search_cases(${sql.param(patterns)}::text[], ${limit}))`
}
