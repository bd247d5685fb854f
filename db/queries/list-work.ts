import { and, eq, isNull, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { JsonObject } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { keysetOf, pageOf } from '../keyset.ts'
import type { Page, PageRequest, SortKey } from '../keyset.ts'
import { person } from '../schema/people.ts'
import { caseView, task } from '../schema/projections.ts'

export type TaskRow = Omit<typeof task.$inferSelect, 'promise'>

/** An office of a town. */
export interface OfficeRef {
  municipality: string
  office: string
}

/** Somebody who is away and for whom the reader stands in, with the offices that have nobody else of the reader's. */
export interface Cover {
  municipality: string
  person: { id: string; name: string }
  offices: string[]
}

/** A task as a clerk's list shows it: with its case, and the name of who took it. */
export type WorkRow = TaskRow & {
  group: DueGroup
  applicantName: string | null
  protocol: string | null
  assigneeName: string | null
  document: JsonObject
  revision: number
}

export type DueGroup = 'late' | 'today' | 'week' | 'later'

export interface WorkFilter {
  /** Towns whose ordinary tasks the reader may see. */
  towns: string[]
  /** Offices of the reader: also their confidential tasks. */
  offices: OfficeRef[]
  /** Only tasks of these offices, or of these whole towns. */
  within?: { offices: OfficeRef[]; towns: string[] }
  /** The work of these absent people and nothing else (`only`), or without it (`none`). */
  covered?: { covers: readonly Cover[]; how: 'only' | 'none' }
  municipality?: string | undefined
  assignee?: string | undefined
  free?: boolean | undefined
  group?: DueGroup | undefined
  caseId?: string | undefined
  taskId?: string | undefined
  state?: TaskRow['state'] | undefined
}

/** When the day begins that comes so many days after today; asked for once a statement, not once a row. */
const inDays = (days: number) =>
  sql`(select ((now() at time zone 'Europe/Rome')::date + ${sql.raw(String(days))})::timestamp at time zone 'Europe/Rome')`

const isLate = sql`${task.promise} < (select now())`

/** What is past, what ends today, within a week, later or never: stretches of the indexes on the promise. */
const GROUPS = {
  late: isLate,
  today: sql`(${task.promise} >= (select now()) and ${task.promise} < ${inDays(1)})`,
  week: sql`(${task.promise} >= ${inDays(1)} and ${task.promise} < ${inDays(8)})`,
  later: sql`${task.promise} >= ${inDays(8)}`,
} satisfies Record<DueGroup, SQL>

const GROUP = sql<DueGroup>`case when ${isLate} then 'late' when ${GROUPS.today} then 'today'
  when ${GROUPS.week} then 'week' else 'later' end`

export const WORK_SORTS = {
  due: { by: task.promise, type: 'timestamptz' },
  legalDue: {
    // Not coalesce: under row-level security no index is used for what is not leakproof.
    by: sql`(case when ${task.legalDue} is null then 'infinity'::date else ${task.legalDue} end)`,
    type: 'date',
  },
  openedAt: { by: task.openedAt, type: 'timestamptz' },
} as const satisfies Record<string, SortKey>

export type WorkSort = keyof typeof WORK_SORTS

/** One page of tasks that the reader may know of. Throws `BadCursor`. */
export async function listWork(tx: Tx, filter: WorkFilter, page: PageRequest<WorkSort>): Promise<Page<WorkRow>> {
  const keyset = keysetOf(page, WORK_SORTS, [
    { by: task.caseId, type: 'uuid' },
    { by: task.taskId, type: 'text' },
  ])
  // The page is cut before anything is joined to it: what is joined holds whole documents.
  const keys = tx
    .select({ municipalityId: task.municipalityId, caseId: task.caseId, taskId: task.taskId })
    .from(task)
    .where(and(workWhere(filter), filter.group && GROUPS[filter.group], keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  const rows = await tx
    .select({ ...COLUMNS, keyset: keyset.values })
    .from(task)
    .innerJoin(caseView, and(eq(caseView.municipalityId, task.municipalityId), eq(caseView.caseId, task.caseId)))
    .leftJoin(person, sql`${person.id}::text = ${task.assignee}`)
    .where(sql`(${task.municipalityId}, ${task.caseId}, ${task.taskId}) in ${keys}`)
    .orderBy(...keyset.orderBy)
  return pageOf(page, rows)
}

/** How many of them fall into each group; the filter's own group does not count. */
export async function countWork(tx: Tx, filter: WorkFilter): Promise<Record<DueGroup, number>> {
  const count = (group: DueGroup) => sql<number>`count(*) filter (where ${GROUPS[group]})::int`
  const [counts] = await tx
    .select({ late: count('late'), today: count('today'), week: count('week'), later: count('later') })
    .from(task)
    .where(workWhere(filter))
  return counts ?? { late: 0, today: 0, week: 0, later: 0 }
}

function workWhere(filter: WorkFilter): SQL | undefined {
  const { within } = filter
  return and(
    or(and(eq(task.confidential, false), inTowns(filter.towns)), inOffices(filter.offices)),
    within && or(inOffices(within.offices), inTowns(within.towns)),
    filter.covered && coverage(filter.covered),
    filter.state === undefined ? undefined : eq(task.state, filter.state),
    filter.municipality === undefined ? undefined : eq(task.municipalityId, filter.municipality),
    filter.assignee === undefined ? undefined : eq(task.assignee, filter.assignee),
    filter.free === undefined ? undefined : sql`(${task.assignee} is null) = ${filter.free}`,
    filter.caseId === undefined ? undefined : eq(task.caseId, filter.caseId),
    filter.taskId === undefined ? undefined : eq(task.taskId, filter.taskId),
  )
}

/** Taken by who is away, or waiting in their office with nobody. */
function coverage({ covers, how }: NonNullable<WorkFilter['covered']>): SQL {
  const of = covers.map(({ municipality, person: { id }, offices }) => {
    const waiting = and(isNull(task.assignee), inOffices(offices.map(office => ({ municipality, office }))))
    return and(eq(task.municipalityId, municipality), or(eq(task.assignee, id), waiting))
  })
  const any = or(...of) ?? sql`false`
  return how === 'only' ? any : sql`(${any}) is not true`
}

function inTowns(towns: string[]): SQL {
  if (towns.length === 0) return sql`false`
  return sql`${task.municipalityId} in (${sql.join(
    towns.map(town => sql`${town}::uuid`),
    sql`, `,
  )})`
}

function inOffices(offices: OfficeRef[]): SQL {
  if (offices.length === 0) return sql`false`
  const pairs = offices.map(({ municipality, office }) => sql`(${municipality}::uuid, ${office}::text)`)
  return sql`(${task.municipalityId}, ${task.office}) in (${sql.join(pairs, sql`, `)})`
}

const COLUMNS = {
  municipalityId: task.municipalityId,
  caseId: task.caseId,
  taskId: task.taskId,
  element: task.element,
  name: task.name,
  office: task.office,
  confidential: task.confidential,
  role: task.role,
  form: task.form,
  assignee: task.assignee,
  openedAt: task.openedAt,
  due: task.due,
  legalDue: task.legalDue,
  state: task.state,
  closedAt: task.closedAt,
  number: task.number,
  procedure: task.procedure,
  caseTitle: task.caseTitle,
  subjectName: task.subjectName,
  group: GROUP,
  applicantName: caseView.applicantName,
  protocol: caseView.protocol,
  assigneeName: person.name,
  document: caseView.document,
  revision: caseView.revision,
}
