import { and, eq, sql } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { listCovers } from '../../db/queries/list-covers.ts'
import { countWork, listWork } from '../../db/queries/list-work.ts'
import type { Cover, WorkFilter, WorkRow } from '../../db/queries/list-work.ts'
import { taskDraft } from '../../db/schema/projections.ts'
import type { Act } from '../../engine/event.ts'
import { checkForm } from '../../engine/forms.ts'
import type { JsonObject } from '../../engine/json.ts'
import { localDate } from '../../engine/terms/instants.ts'
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
import type { Action } from '../permissions.ts'
import type { Staff } from '../sign-in/staff.ts'
import { findTask } from './find-task.ts'
import { caseOf, formOf, taskPageOf } from './task-page.ts'
import { taskRowOf } from './task-row.ts'
import { foreignCovers, inPlaceOf, townsOf, visibleWork, withinScope, workRefusal } from './visible.ts'

interface TaskCall {
  params: { caseId: string; taskId: string }
  idempotencyKey: string
  ifMatch: number | null
  now: string
}

export function taskRoutes(deps: Deps): Route[] {
  const { db } = deps
  return [
    staffRoute(listTasks, async ({ query, now }, staff) => {
      const towns = narrowed(staff, 'tasks.read', query.municipality)
      const { scope, group, caseId, free, municipality, cursor, limit, sort, order } = query
      return db.withTenants(towns, async tx => {
        const covers = await coversOf(tx, staff, now)
        const asked = { ...visibleWork(staff), municipality, caseId, free, state: 'open' as const }
        const filter: WorkFilter = { ...asked, ...withinScope(staff, scope, covers) }
        const names = await loadNames(tx)
        const page = await listWork(tx, { ...filter, group }, { sort, direction: order, cursor, limit })
        const items = page.items.map(row => taskRowOf(row, names, staff, covers))
        const cover = covers.length > 0 ? await countCovered(tx, asked, covers) : { total: 0, late: 0 }
        return ok({
          items,
          nextCursor: page.nextCursor,
          counts: { ...totalled(await countWork(tx, filter)), cover },
        })
      })
    }),
    staffRoute(getTask, ({ params, now }, staff) =>
      db.withTenants(townsOf(staff), async tx => {
        const row = await findTask(tx, staff, params.caseId, params.taskId)
        staff.require('tasks.read', row.municipalityId)
        return ok(await taskPageOf(tx, deps, staff, { row, covers: await coversOf(tx, staff, now) }))
      }),
    ),
    staffRoute(saveDraft, async (call, staff) => {
      const { row } = await workableTask(deps, staff, call)
      await db.withTenants([row.municipalityId], tx => keepDraft(tx, staff, row, { ...call.body, now: call.now }))
      return ok({ savedAt: call.now })
    }),
    staffRoute(claimTask, async (call, staff) => {
      const { row, covers } = await workableTask(deps, staff, call)
      const taken = inPlaceOf(staff, covers, row)
      const act: Act =
        taken && row.assignee !== null
          ? { type: 'reassign', task: row.taskId, assignee: staff.id }
          : { type: 'claim', task: row.taskId, assignee: staff.id }
      return askOnTask(deps, staff, call, row, act, taken ? { detail: { inPlaceOf: taken.id } } : {})
    }),
    staffRoute(releaseTask, async (call, staff) => {
      const { row } = await workableTask(deps, staff, call)
      return askOnTask(deps, staff, call, row, { type: 'release', task: row.taskId })
    }),
    staffRoute(completeTask, async (call, staff) => {
      const { row, covers } = await workableTask(deps, staff, call)
      await checkValues(deps, row, call.body.values)
      const away = inPlaceOf(staff, covers, row)
      const act: Act = { type: 'complete', task: row.taskId, values: call.body.values }
      const reply = await askOnTask(deps, staff, call, row, act, away ? { detail: { inPlaceOf: away.id } } : {})
      if (reply.status === 200) await dropDraft(deps, staff, row)
      return reply
    }),
    staffRoute(reassignTask, async (call, staff) => {
      const { assignee, office, reason } = call.body
      const { row, read } = await db.withTenants(townsOf(staff), async tx => {
        const found = await findTask(tx, staff, call.params.caseId, call.params.taskId)
        return { row: found, read: await readHandOver(tx, staff, found, { assignee, office }) }
      })
      return askOnTask(deps, staff, call, row, read.act, { right: 'tasks.reassign', reason, detail: read.detail })
    }),
  ]
}

/** 404 for a task that the person may not know of, 403 for one that is not theirs to do. */
async function workableTask({ db }: Deps, staff: Staff, { params, now }: Pick<TaskCall, 'params' | 'now'>) {
  const found = await db.withTenants(townsOf(staff), async tx => ({
    row: await findTask(tx, staff, params.caseId, params.taskId),
    covers: await coversOf(tx, staff, now),
  }))
  const why = workRefusal(staff, found.row, found.covers)
  if (why) refuse('forbidden', why)
  return found
}

/** For whom the person stands in today. */
const coversOf = async (tx: Tx, staff: Staff, now: string): Promise<Cover[]> =>
  foreignCovers(staff, await listCovers(tx, staff.id, localDate(now)))

async function countCovered(tx: Tx, asked: WorkFilter, covers: readonly Cover[]) {
  const { total, late } = totalled(await countWork(tx, { ...asked, covered: { covers, how: 'only' } }))
  return { total, late }
}

const totalled = (counts: Awaited<ReturnType<typeof countWork>>) => ({
  ...counts,
  total: counts.late + counts.today + counts.week + counts.later,
})

/** Two browsers of one person may have the same form open: who writes without having seen the other's draft is told. */
async function keepDraft(
  tx: Tx,
  staff: Staff,
  { municipalityId, caseId, taskId }: WorkRow,
  { values, basedOn, now }: { values: JsonObject; basedOn?: string | null | undefined; now: string },
): Promise<void> {
  const draft = { values, updatedAt: now }
  const seen = basedOn === null ? sql`false` : basedOn && eq(taskDraft.updatedAt, new Date(basedOn).toISOString())
  const kept = await tx
    .insert(taskDraft)
    .values({ municipalityId, caseId, taskId, personId: staff.id, ...draft })
    .onConflictDoUpdate({
      target: [taskDraft.municipalityId, taskDraft.caseId, taskDraft.taskId, taskDraft.personId],
      set: draft,
      ...(seen && { setWhere: seen }),
    })
    .returning({ taskId: taskDraft.taskId })
  if (kept.length === 0) refuse('draft-changed', 'La bozza è stata cambiata in un’altra finestra.')
}

function askOnTask(
  deps: Deps,
  staff: Staff,
  call: TaskCall,
  row: WorkRow,
  act: Act,
  { right = 'tasks.work', reason, detail = {} }: { right?: Action; reason?: string; detail?: JsonObject } = {},
): Promise<ActReply> {
  return askCase(deps, staff, {
    municipality: row.municipalityId,
    caseId: row.caseId,
    act,
    right,
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
