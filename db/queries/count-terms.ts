import { and, isNull, sql } from 'drizzle-orm'
import type { LocalDate } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { oneOf } from '../one-of.ts'
import { caseView } from '../schema/projections.ts'

export interface TermCount {
  municipalityId: string
  procedure: string
  /** The office whose task the cases wait for; null where none is waited for. */
  office: string | null
  suspended: boolean
  /** Weeks from the one that holds `monday`; -1 for what is late, `weeks` for everything later. */
  week: number
  count: number
}

interface Span {
  today: LocalDate
  /** Of this week. */
  monday: LocalDate
  weeks: number
}

/** Open cases with a term, by town, procedure, office and week: read from the index on the terms of open cases alone. */
export async function countTerms(tx: Tx, towns: readonly string[], span: Span): Promise<TermCount[]> {
  const { municipalityId, procedure, office, termSuspended, due, endedAt } = caseView
  const week = sql<number>`case when ${due} < ${span.today}::date then -1
    else least(${span.weeks}::int, (${due} - ${span.monday}::date) / 7) end`
  return tx
    .select({ municipalityId, procedure, office, suspended: termSuspended, week, count: sql<number>`count(*)::int` })
    .from(caseView)
    .where(and(oneOf(municipalityId, towns), isNull(endedAt), sql`${due} is not null`))
    .groupBy(municipalityId, procedure, office, termSuspended, sql`5`)
}
