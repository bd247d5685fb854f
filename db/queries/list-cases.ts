import { and, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { keysetOf, pageOf } from '../keyset.ts'
import type { Page, PageRequest, SortKey } from '../keyset.ts'
import { oneOf } from '../one-of.ts'
import { caseView } from '../schema/projections.ts'

type Row = typeof caseView.$inferSelect

/** A line of the list: the view without document, steps and search text. */
export type CaseLine = Omit<
  Row,
  'document' | 'view' | 'searchText' | 'rest' | 'historyCount' | 'historyLength' | 'run'
> & {
  late: boolean
}

export interface CaseFilter {
  municipalities?: string[]
  procedures?: string[]
  statuses?: Row['status'][]
  phases?: Row['phase'][]
  outcomes?: string[]
  channels?: string[]
  late?: boolean
}

/** What a list of cases may be sorted by; each has its indexes, with the town before it and without. */
export const CASE_SORTS = {
  updatedAt: { by: caseView.updatedAt, type: 'timestamptz' },
  receivedAt: { by: caseView.receivedAt, type: 'timestamptz' },
  since: { by: caseView.since, type: 'timestamptz' },
  number: { by: caseView.number, type: 'text' },
  subjectName: { by: sql`(case when subject_name is null then '' else subject_name end)`, type: 'text' },
  due: { by: sql`(case when due is null then 'infinity'::date else due end)`, type: 'date' },
} as const satisfies Record<string, SortKey>

export type CaseSort = keyof typeof CASE_SORTS

/** Today as the law counts it. */
const TODAY = sql`(now() at time zone 'Europe/Rome')::date`

/** Past its due date while the procedure's term is not met. Written so that the index on `due` can begin there. */
const LATE = sql<boolean>`(ended_at is null and ${CASE_SORTS.due.by} < ${TODAY})`

export const CASE_LINE = {
  municipalityId: caseView.municipalityId,
  caseId: caseView.caseId,
  number: caseView.number,
  procedure: caseView.procedure,
  title: caseView.title,
  subjectName: caseView.subjectName,
  applicantName: caseView.applicantName,
  protocol: caseView.protocol,
  channel: caseView.channel,
  status: caseView.status,
  phase: caseView.phase,
  outcome: caseView.outcome,
  stepName: caseView.stepName,
  waitingFor: caseView.waitingFor,
  confidentialStep: caseView.confidentialStep,
  since: caseView.since,
  due: caseView.due,
  receivedAt: caseView.receivedAt,
  startedAt: caseView.startedAt,
  updatedAt: caseView.updatedAt,
  endedAt: caseView.endedAt,
  revision: caseView.revision,
  late: LATE,
}

/** One page of the cases of this transaction's towns. Throws `BadCursor`. */
export async function listCases(tx: Tx, filter: CaseFilter, page: PageRequest<CaseSort>): Promise<Page<CaseLine>> {
  const keyset = keysetOf(page, CASE_SORTS, [{ by: caseView.caseId, type: 'uuid' }])
  const rows = await tx
    .select({ ...CASE_LINE, keyset: keyset.values })
    .from(caseView)
    .where(
      and(
        oneOf(caseView.municipalityId, filter.municipalities),
        oneOf(caseView.procedure, filter.procedures),
        oneOf(caseView.status, filter.statuses),
        oneOf(caseView.phase, filter.phases),
        oneOf(caseView.outcome, filter.outcomes),
        oneOf(caseView.channel, filter.channels),
        lateIs(filter.late),
        keyset.after,
      ),
    )
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  return pageOf(page, rows)
}

function lateIs(late: boolean | undefined): SQL | undefined {
  if (late === undefined) return undefined
  return late ? LATE : sql`not ${LATE}`
}
