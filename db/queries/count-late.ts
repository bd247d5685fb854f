import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { caseView } from '../schema/projections.ts'

/** Open cases past their term, in the towns of this transaction. The index on the due date holds few such rows: the past is short. */
export async function countLate(tx: Tx, procedure?: string): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(caseView)
    .where(
      and(
        isNull(caseView.endedAt),
        sql`${caseView.due} < (now() at time zone 'Europe/Rome')::date`,
        procedure === undefined ? undefined : eq(caseView.procedure, procedure),
      ),
    )
  return row?.count ?? 0
}
