import { and, asc, eq, gt, isNull, lt } from 'drizzle-orm'
import type { Instant } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { caseRecord } from '../schema/cases.ts'
import { caseView } from '../schema/projections.ts'

/** A case that a workflow of its own runs, with the place of its projection; `view` is null when the projection lacks it. */
export type OpenCase = Awaited<ReturnType<typeof openCases>>[number]

/** A town's cases that have not been closed, page by page in the order of their ids; those made after `before` are left out. */
export async function openCases(
  tx: Tx,
  municipality: string,
  page: { after: string | null; before: Instant; limit: number },
) {
  return tx
    .select({
      municipality: caseRecord.municipalityId,
      id: caseRecord.id,
      view: { run: caseView.run, historyLength: caseView.historyLength },
    })
    .from(caseRecord)
    .leftJoin(caseView, and(eq(caseView.municipalityId, caseRecord.municipalityId), eq(caseView.caseId, caseRecord.id)))
    .where(
      and(
        eq(caseRecord.municipalityId, municipality),
        isNull(caseRecord.closedAt),
        eq(caseRecord.driver, 'case'),
        lt(caseRecord.createdAt, page.before),
        page.after === null ? undefined : gt(caseRecord.id, page.after),
      ),
    )
    .orderBy(asc(caseRecord.id))
    .limit(page.limit)
}
