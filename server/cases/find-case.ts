import { and, eq, sql } from 'drizzle-orm'

import type { Db, Tx } from '../../db/client.ts'
import { CASE_LINE } from '../../db/queries/list-cases.ts'
import type { CaseLine } from '../../db/queries/list-cases.ts'
import { caseRecord } from '../../db/schema/cases.ts'
import { outbox } from '../../db/schema/journals.ts'
import { caseView } from '../../db/schema/projections.ts'
import { notFound } from '../http/problem.ts'
import { definitionById } from '../procedures/definitions.ts'
import type { Definition } from '../procedures/definitions.ts'
import type { Staff } from '../sign-in/staff.ts'

/** A case as its pages need it. */
export interface FoundCase {
  line: CaseLine
  view: typeof caseView.$inferSelect
  record: typeof caseRecord.$inferSelect
  definition: Definition
}

/** The case, for who may read cases in its town; else 404. */
async function findCase(tx: Tx, staff: Staff, caseId: string): Promise<FoundCase> {
  const [found] = await tx
    .select({ line: CASE_LINE, view: caseView, record: caseRecord })
    .from(caseView)
    .innerJoin(
      caseRecord,
      and(eq(caseRecord.municipalityId, caseView.municipalityId), eq(caseRecord.id, caseView.caseId)),
    )
    .where(eq(caseView.caseId, caseId))
  if (!found || !staff.may('cases.read', found.line.municipalityId)) notFound()
  const definition = await definitionById(tx, found.record.definitionId)
  return { ...found, definition: definition ?? notFound() }
}

/** Runs in a transaction of the towns whose cases the person may read. */
export function inCase<T>(
  db: Db,
  staff: Staff,
  caseId: string,
  use: (tx: Tx, found: FoundCase) => Promise<T>,
): Promise<T> {
  return db.withTenants(staff.townsFor('cases.read'), async tx => use(tx, await findCase(tx, staff, caseId)))
}

/** Seconds by which a rehearsal's case was moved ahead so far. */
export async function secondsAhead(tx: Tx, municipality: string, caseId: string): Promise<number> {
  const [sum] = await tx
    .select({ seconds: sql<number>`coalesce(sum((answer->>'seconds')::bigint), 0)::float8` })
    .from(outbox)
    .where(and(eq(outbox.municipalityId, municipality), eq(outbox.caseId, caseId), eq(outbox.kind, 'advance-time')))
  return sum?.seconds ?? 0
}
