import { and, eq } from 'drizzle-orm'

import { countWork, listWork } from '../../db/queries/list-work.ts'
import type { WorkRow } from '../../db/queries/list-work.ts'
import { taskDraft } from '../../db/schema/projections.ts'
import type { Act } from '../../engine/event.ts'
import { checkForm } from '../../engine/forms.ts'
import type { JsonObject } from '../../engine/json.ts'
import { askCase } from '../acts/ask.ts'
import type { ActReply } from '../acts/ask.ts'
import { readHandOver } from '../acts/read-act.ts'
import { claimTask, completeTask, getTask, listTasks, reassignTask, releaseTask, saveDraft } from '../api/tasks.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../http/problem.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { narrowed } from '../reading/towns.ts'
import { loadNames } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'
import { findTask } from './find-task.ts'
import { caseOf, formOf, taskPageOf } from './task-page.ts'
import { taskRowOf } from './task-row.ts'
import { townsOf, visibleWork, withinScope, workRefusal } from './visible.ts'

interface TaskCall {
  params: { caseId: string; taskId: string }
  idempotencyKey: string
  ifMatch: number | null
}

export function taskRoutes(deps: Deps): Route[] {
  const { db } = deps
  return [
    staffRoute(listTasks, async ({ query }, staff) => {
      const towns = narrowed(staff, 'tasks.read', query.municipality)
      const { scope, group, caseId, free, municipality, cursor, limit, sort, order } = query
      const filter = {
        ...visibleWork(staff),
        ...withinScope(staff, scope),
        municipality,
        caseId,
        free,
        state: 'open' as const,
      }
      return db.withTenants(towns, async tx => {
        const names = await loadNames(tx)
        const page = await listWork(tx, { ...filter, group }, { sort, direction: order, cursor, limit })
        const counts = await countWork(tx, filter)
        const total = counts.late + counts.today + counts.week + counts.later
        const items = page.items.map(row => taskRowOf(row, names, staff))
        return ok({ items, nextCursor: page.nextCursor, counts: { ...counts, total } })
      })
    }),
    staffRoute(getTask, ({ params }, staff) =>
      db.withTenants(townsOf(staff), async tx => {
        const row = await findTask(tx, staff, params.caseId, params.taskId)
        staff.require('tasks.read', row.municipalityId)
        return ok(await taskPageOf(tx, deps, staff, row))
      }),
    ),
    staffRoute(saveDraft, async ({ params, body, now }, staff) => {
      const row = await workableTask(deps, staff, params)
      const { municipalityId, caseId, taskId } = row
      const draft = { values: body.values, updatedAt: now }
      await db.withTenants([municipalityId], tx =>
        tx
          .insert(taskDraft)
          .values({ municipalityId, caseId, taskId, personId: staff.id, ...draft })
          .onConflictDoUpdate({
            target: [taskDraft.municipalityId, taskDraft.caseId, taskDraft.taskId, taskDraft.personId],
            set: draft,
          }),
      )
      return ok({ savedAt: now })
    }),
    staffRoute(claimTask, async (call, staff) => {
      const row = await workableTask(deps, staff, call.params)
      return askOnTask(deps, staff, call, row, { type: 'claim', task: row.taskId, assignee: staff.id })
    }),
    staffRoute(releaseTask, async (call, staff) => {
      const row = await workableTask(deps, staff, call.params)
      return askOnTask(deps, staff, call, row, { type: 'release', task: row.taskId })
    }),
    staffRoute(completeTask, async (call, staff) => {
      const row = await workableTask(deps, staff, call.params)
      await checkValues(deps, row, call.body.values)
      const reply = await askOnTask(deps, staff, call, row, {
        type: 'complete',
        task: row.taskId,
        values: call.body.values,
      })
      if (reply.status === 200) await dropDraft(deps, staff, row)
      return reply
    }),
    staffRoute(reassignTask, async (call, staff) => {
      const { assignee, office, reason } = call.body
      const { row, read } = await db.withTenants(townsOf(staff), async tx => {
        const found = await findTask(tx, staff, call.params.caseId, call.params.taskId)
        return { row: found, read: await readHandOver(tx, staff, found, { assignee, office }) }
      })
      return askOnTask(deps, staff, call, row, read.act, { reason, detail: read.detail })
    }),
  ]
}

/** 404 for a task that the person may not know of, 403 for one that is not theirs to do. */
async function workableTask(deps: Deps, staff: Staff, params: TaskCall['params']): Promise<WorkRow> {
  const row = await deps.db.withTenants(townsOf(staff), tx => findTask(tx, staff, params.caseId, params.taskId))
  const why = workRefusal(staff, row)
  if (why) refuse('forbidden', why)
  return row
}

function askOnTask(
  deps: Deps,
  staff: Staff,
  call: TaskCall,
  row: WorkRow,
  act: Act,
  { reason, detail = {} }: { reason?: string; detail?: JsonObject } = {},
): Promise<ActReply> {
  return askCase(deps, staff, {
    municipality: row.municipalityId,
    caseId: row.caseId,
    act,
    right: act.type === 'reassign' ? 'tasks.reassign' : 'tasks.work',
    requestId: call.idempotencyKey,
    reason,
    expectedRevision: call.ifMatch,
    detail: { element: row.element, ...(row.confidential && { confidentialOffice: row.office }), ...detail },
  })
}

/** The same check as the browser's and the engine's, here so that the fields come back at once. */
async function checkValues(deps: Deps, row: WorkRow, values: JsonObject): Promise<void> {
  const form = await deps.db.withTenants([row.municipalityId], async tx =>
    formOf((await caseOf(tx, row)).definition, row.form),
  )
  const faults = checkForm(form, values, row.document)
  if (faults.length > 0) {
    const errors = faults.map(fault => ({ path: `values.${fault.path}`, message: fault.message.it }))
    refuse('invalid', undefined, errors)
  }
}

async function dropDraft(deps: Deps, staff: Staff, row: WorkRow): Promise<void> {
  const mine = and(eq(taskDraft.caseId, row.caseId), eq(taskDraft.taskId, row.taskId), eq(taskDraft.personId, staff.id))
  await deps.db.withTenants([row.municipalityId], tx => tx.delete(taskDraft).where(mine))
}
