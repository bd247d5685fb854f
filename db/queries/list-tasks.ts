import { and, eq, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { keysetOf, pageOf } from '../keyset.ts'
import type { Page, PageRequest, SortKey } from '../keyset.ts'
import { oneOf } from '../one-of.ts'
import { task } from '../schema/projections.ts'

export type TaskRow = typeof task.$inferSelect

/** An office of a town. */
export interface OfficeRef {
  municipality: string
  office: string
}

export interface TaskFilter {
  /** Confidential tasks are listed for these offices only; none when empty. */
  confidentialOffices: OfficeRef[]
  municipalities?: string[]
  states?: TaskRow['state'][]
  procedures?: string[]
  /** Of these offices only. */
  offices?: OfficeRef[]
  /** Claimed by this person only. */
  assignee?: string
  /** True: claimed by nobody. */
  unassigned?: boolean
}

export const TASK_SORTS = {
  openedAt: { by: task.openedAt, type: 'timestamptz' },
  due: { by: sql`(case when due is null then 'infinity'::timestamptz else due end)`, type: 'timestamptz' },
  legalDue: { by: sql`(case when legal_due is null then 'infinity'::date else legal_due end)`, type: 'date' },
} as const satisfies Record<string, SortKey>

export type TaskSort = keyof typeof TASK_SORTS

/** One page of the tasks of this transaction's towns. Throws `BadCursor`. */
export async function listTasks(tx: Tx, filter: TaskFilter, page: PageRequest<TaskSort>): Promise<Page<TaskRow>> {
  const keyset = keysetOf(page, TASK_SORTS, [
    { by: task.caseId, type: 'uuid' },
    { by: task.taskId, type: 'text' },
  ])
  const rows = await tx
    .select({ ...TASK_ROW, keyset: keyset.values })
    .from(task)
    .where(
      and(
        or(eq(task.confidential, false), inOffices(filter.confidentialOffices)),
        oneOf(task.municipalityId, filter.municipalities),
        oneOf(task.state, filter.states),
        oneOf(task.procedure, filter.procedures),
        filter.offices === undefined ? undefined : inOffices(filter.offices),
        filter.assignee === undefined ? undefined : eq(task.assignee, filter.assignee),
        filter.unassigned === undefined ? undefined : sql`(${task.assignee} is null) = ${filter.unassigned}`,
        keyset.after,
      ),
    )
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  return pageOf(page, rows)
}

function inOffices(offices: OfficeRef[]): SQL {
  if (offices.length === 0) return sql`false`
  const pairs = offices.map(({ municipality, office }) => sql`(${municipality}::uuid, ${office}::text)`)
  return sql`(${task.municipalityId}, ${task.office}) in (${sql.join(pairs, sql`, `)})`
}

const TASK_ROW = {
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
}
