import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { oneOf } from '../one-of.ts'
import { caseView } from '../schema/projections.ts'

/** Open cases of these towns past their term. The index on the terms of open cases holds few such rows: the past is short. */
export async function countLate(tx: Tx, towns: readonly string[], procedure?: string): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(caseView)
    .where(
      and(
        oneOf(caseView.municipalityId, towns),
        isNull(caseView.endedAt),
        sql`${caseView.due} < (now() at time zone 'Europe/Rome')::date`,
        procedure === undefined ? undefined : eq(caseView.procedure, procedure),
      ),
    )
  return row?.count ?? 0
}
