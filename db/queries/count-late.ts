import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { oneOf } from '../one-of.ts'
import { caseView } from '../schema/projections.ts'
import type { CaseCount } from './count-cases.ts'

/** More are not counted: nobody works them off one by one, and the badge says "more than ten thousand". */
export const MOST_COUNTED = 10_000

const isLate = (towns: readonly string[], procedure?: string) =>
  and(
    oneOf(caseView.municipalityId, towns),
    isNull(caseView.endedAt),
    sql`${caseView.due} < (now() at time zone 'Europe/Rome')::date`,
    eq(caseView.termSuspended, false),
    procedure === undefined ? undefined : eq(caseView.procedure, procedure),
  )

/**
 * Open cases of these towns past their term, `MOST_COUNTED` + 1 at most. The index on the terms of open cases holds few such rows: the past
 * is short. A stopped clock makes nobody late.
 */
export async function countLate(tx: Tx, towns: readonly string[], procedure?: string): Promise<number> {
  const found = tx
    .select({ due: caseView.due })
    .from(caseView)
    .where(isLate(towns, procedure))
    .limit(MOST_COUNTED + 1)
    .as('late')
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(found)
  return row?.count ?? 0
}

/** The late ones by where they stand, in the shape of the counters of all cases; again no more than `MOST_COUNTED` + 1. */
export async function countLateByState(tx: Tx, towns: readonly string[]): Promise<CaseCount[]> {
  const { procedure, status, phase, outcome } = caseView
  const found = tx
    .select({ procedure, status, phase, outcome })
    .from(caseView)
    .where(isLate(towns))
    .limit(MOST_COUNTED + 1)
    .as('late')
  return tx
    .select({
      procedure: found.procedure,
      status: found.status,
      phase: found.phase,
      outcome: found.outcome,
      count: sql<number>`count(*)::int`,
    })
    .from(found)
    .groupBy(found.procedure, found.status, found.phase, found.outcome)
}
