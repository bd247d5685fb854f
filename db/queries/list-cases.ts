import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { LocalDate } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { keysetOf, pageOf } from '../keyset.ts'
import type { Keyset, Page, PageRequest, SortKey } from '../keyset.ts'
import { oneOf } from '../one-of.ts'
import { caseView } from '../schema/projections.ts'
import { countCases } from './count-cases.ts'
import type { CaseCount } from './count-cases.ts'

type Row = typeof caseView.$inferSelect

/** A line of the list: the view without document, steps and search text. */
export type CaseLine = Omit<
  Row,
  'document' | 'view' | 'searchText' | 'rest' | 'historyCount' | 'historyLength' | 'run' | 'office'
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
  /** Waiting for a task of this office, or for no task at all in one of the procedures that are the office's own. */
  office?: { code: string; procedures: string[] }
  /** First and last day on which the term of an open case ends. */
  due?: { from?: LocalDate | undefined; to?: LocalDate | undefined }
  /** Open cases with a term whose clock is stopped (true) or runs. */
  termSuspended?: boolean
}

/** What a list of cases may be sorted by; each has its indexes behind the phase, with the town before it and without. */
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

/** Past its due date while the procedure's term is not met nor stopped. Written so that the index on `due` can begin there. */
const LATE = sql<boolean>`(ended_at is null and not term_suspended and ${CASE_SORTS.due.by} < ${TODAY})`

/** All of them: a case in a phase that were missing here would be in no list. */
const PHASES = Object.keys({
  working: true,
  'waiting-task': true,
  'waiting-outside': true,
  'waiting-time': true,
  blocked: true,
  suspended: true,
  ended: true,
} satisfies Record<Row['phase'], true>)

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
  termSuspended: caseView.termSuspended,
  receivedAt: caseView.receivedAt,
  startedAt: caseView.startedAt,
  updatedAt: caseView.updatedAt,
  endedAt: caseView.endedAt,
  revision: caseView.revision,
  late: LATE,
}

/** Few enough to be fetched and sorted, whatever they are sorted by. */
const FEW = 1000

/**
 * One page of the cases of this transaction's towns, merged from one part a phase: phases differ so much in age and size that one walk through
 * all cases in the order asked for could pass a million before it finds a page of the wanted ones. Throws `BadCursor`.
 */
export async function listCases(
  tx: Tx,
  filter: CaseFilter,
  page: PageRequest<CaseSort>,
  counts?: readonly CaseCount[],
): Promise<Page<CaseLine>> {
  const keyset = keysetOf(page, CASE_SORTS, [{ by: caseView.caseId, type: 'uuid' }])
  const parts = partsOf(filter, counts ?? (await countCases(tx)), page)
  if (parts.length === 0) return { items: [], nextCursor: null }
  const found = parts.map(part => partSql(part, filter, keyset, page))
  const direction = sql.raw(page.direction)
  const keys = sql`select municipality_id, case_id from (${sql.join(found, sql` union all `)}) as merged
    order by sort_key ${direction}, case_id ${direction} limit ${page.limit + 1}`
  const rows = await tx
    .select({ ...CASE_LINE, keyset: keyset.values })
    .from(caseView)
    .where(sql`(${caseView.municipalityId}, ${caseView.caseId}) in (${keys})`)
    .orderBy(...keyset.orderBy)
  return pageOf(page, rows)
}

/** One phase's share of a list. */
interface Part {
  phase: string
  isFew: boolean
}

/**
 * How to find the cases of each phase: few of them by what they have in common, many by walking the phase in its order until the page is
 * full. The counters only say which is quicker: were they wrong, the list would still be right.
 */
function partsOf(filter: CaseFilter, counts: readonly CaseCount[], { sort, limit }: PageRequest<CaseSort>): Part[] {
  const has = (wanted: readonly string[] | undefined, value: string | null) =>
    wanted === undefined || (value !== null && wanted.includes(value))
  const total = (some: readonly CaseCount[]) => some.reduce((sum, { count }) => sum + count, 0)
  const isOpenOnly = filter.late === true || isTermFilter(filter)
  const phases = PHASES.filter(phase => has(filter.phases, phase) && !(isOpenOnly && phase === 'ended'))
  // Days of the term are a stretch of the index on `due`: in another order than that one, the stretch is read and sorted.
  const isStretch = filter.due !== undefined && sort !== 'due'
  return phases.map(phase => {
    const all = counts.filter(one => one.phase === phase)
    const matching = all.filter(
      ({ procedure, status, outcome }) =>
        has(filter.procedures, procedure) && has(filter.statuses, status) && has(filter.outcomes, outcome),
    )
    const [wanted, passed] = [total(matching), total(all)]
    // A walk passes limit * passed / wanted cases on average.
    return { phase, isFew: isStretch || (wanted < passed && (wanted <= FEW || wanted * wanted < limit * passed)) }
  })
}

function partSql(
  { phase, isFew }: Part,
  filter: CaseFilter,
  keyset: Keyset,
  { sort, limit }: PageRequest<CaseSort>,
): SQL {
  const where = and(
    oneOf(caseView.municipalityId, filter.municipalities),
    oneOf(caseView.phase, [phase]),
    oneOf(caseView.procedure, filter.procedures),
    oneOf(caseView.status, filter.statuses),
    oneOf(caseView.outcome, filter.outcomes),
    oneOf(caseView.channel, filter.channels),
    lateIs(filter.late),
    officeIs(filter.office),
    termIs(filter),
    keyset.after,
  )
  const rows = sql`select municipality_id, case_id, ${CASE_SORTS[sort].by} as sort_key from ${caseView} where ${where}`
  // Without order and limit nothing tempts the planner into a walk.
  if (isFew) return sql`(${rows})`
  return sql`(${rows} order by ${sql.join(keyset.orderBy, sql`, `)} limit ${limit + 1})`
}

function lateIs(late: boolean | undefined): SQL | undefined {
  if (late === undefined) return undefined
  return late ? LATE : sql`not ${LATE}`
}

function officeIs(office: CaseFilter['office']): SQL | undefined {
  if (office === undefined) return undefined
  const own = and(isNull(caseView.office), inArray(caseView.procedure, office.procedures))
  return or(eq(caseView.office, office.code), office.procedures.length === 0 ? undefined : own)
}

const isTermFilter = ({ due, termSuspended }: CaseFilter): boolean => due !== undefined || termSuspended !== undefined

function termIs(filter: CaseFilter): SQL | undefined {
  if (!isTermFilter(filter)) return undefined
  const { due, termSuspended } = filter
  return and(
    sql`ended_at is null and ${CASE_SORTS.due.by} < 'infinity'::date`,
    due?.from === undefined ? undefined : sql`${CASE_SORTS.due.by} >= ${due.from}::date`,
    due?.to === undefined ? undefined : sql`${CASE_SORTS.due.by} <= ${due.to}::date`,
    termSuspended === undefined ? undefined : eq(caseView.termSuspended, termSuspended),
  )
}
