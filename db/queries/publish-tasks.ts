import { and, eq, inArray, sql } from 'drizzle-orm'
import type { TaskView } from '../../engine/view.ts'
import type { Tx } from '../client.ts'
import { task } from '../schema/projections.ts'
import type { caseView } from '../schema/projections.ts'
import type { SetDiff } from '../set-diff.ts'

type View = typeof caseView.$inferSelect

/** Brings a case's task rows to what its view says. Open tasks also follow the legal term when it moves from `termBefore`. */
export async function publishTasks(
  tx: Tx,
  view: View,
  tasks: SetDiff<TaskView>,
  termBefore: View['due'],
): Promise<void> {
  const ofCase = and(eq(task.municipalityId, view.municipalityId), eq(task.caseId, view.caseId))
  if (tasks.gone.length > 0) await tx.delete(task).where(and(ofCase, inArray(task.taskId, tasks.gone)))
  if (tasks.changed.length > 0) {
    await tx
      .insert(task)
      .values(tasks.changed.map(changed => rowOf(view, changed)))
      .onConflictDoUpdate({ target: [task.municipalityId, task.caseId, task.taskId], set: REPLACED })
  }
  if (view.due !== termBefore && view.view.tasks.some(({ state }) => state === 'open')) {
    await tx
      .update(task)
      .set({ legalDue: view.due })
      .where(and(ofCase, eq(task.state, 'open'), sql`${task.legalDue} is distinct from ${view.due}::date`))
  }
}

function rowOf(view: View, { id, ...changed }: TaskView): typeof task.$inferInsert {
  return {
    ...changed,
    municipalityId: view.municipalityId,
    caseId: view.caseId,
    taskId: id,
    legalDue: view.due,
    number: view.number,
    procedure: view.procedure,
    caseTitle: view.title,
    subjectName: view.subjectName,
  }
}

const REPLACED = {
  element: sql`excluded.element`,
  name: sql`excluded.name`,
  office: sql`excluded.office`,
  confidential: sql`excluded.confidential`,
  role: sql`excluded.role`,
  form: sql`excluded.form`,
  assignee: sql`excluded.assignee`,
  openedAt: sql`excluded.opened_at`,
  due: sql`excluded.due`,
  legalDue: sql`excluded.legal_due`,
  state: sql`excluded.state`,
  closedAt: sql`excluded.closed_at`,
}
