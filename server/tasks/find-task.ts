import type { Tx } from '../../db/client.ts'
import { listWork } from '../../db/queries/list-work.ts'
import type { WorkRow } from '../../db/queries/list-work.ts'
import { notFound } from '../http/problem.ts'
import type { Staff } from '../sign-in/staff.ts'
import { visibleWork } from './visible.ts'

/** The task, when the person may know that it exists; else 404. */
export async function findTask(tx: Tx, staff: Staff, caseId: string, taskId: string): Promise<WorkRow> {
  const filter = { ...visibleWork(staff), caseId, taskId }
  const { items } = await listWork(tx, filter, { sort: 'openedAt', direction: 'asc', limit: 1 })
  return items[0] ?? notFound()
}
