import { and, asc, eq, lte, sql } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { enqueueOutbox } from '../../db/queries/enqueue-outbox.ts'
import { listMunicipalityIds } from '../../db/queries/list-municipality-ids.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { incident } from '../../db/schema/projections.ts'
import { restart, restartItem } from '../../db/schema/restarts.ts'
import { actKey } from '../acts/ask.ts'
import type { Deps } from '../deps.ts'

export interface RestartRunner {
  wake(): void
  stop(): Promise<void>
}

type Tools = Pick<Deps, 'db' | 'log' | 'now'>
type Row = typeof restart.$inferSelect

// Four small handfuls a second keep the pace even and hold a town's register for some milliseconds only.
const handfuls = 4
const idleMilliseconds = 2_000
const busyMilliseconds = 1_000 / handfuls

/**
 * Sends mass retries on their way, each town's a handful at a time. A handful is one transaction (requests, register, and when the next is
 * due), so a server that dies in the middle loses nothing and another goes on at the same pace; two servers never send the same one.
 */
export function startRestartRunner(tools: Tools): RestartRunner {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    clearTimeout(timer)
    let busy = false
    try {
      for (const town of await tools.db.global(listMunicipalityIds)) {
        busy = (await sendDue(tools, town)) || busy
      }
    } catch (error) {
      tools.log.warn({ err: error }, 'restarts wait')
    }
    if (!stopped) timer = setTimeout(wake, busy ? busyMilliseconds : idleMilliseconds)
  }
  const wake = (): void => {
    if (!stopped) running = running.then(look)
  }
  wake()
  return {
    wake,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** One handful of each restart of the town that is due; says whether any is still running. */
async function sendDue(tools: Tools, town: string): Promise<boolean> {
  const running = await tools.db.withTenants([town], tx =>
    tx
      .select({ id: restart.id })
      .from(restart)
      .where(and(eq(restart.municipalityId, town), eq(restart.state, 'running'))),
  )
  for (const { id } of running) await tools.db.withTenants([town], tx => sendHandful(tx, tools, town, id))
  return running.length > 0
}

export async function sendHandful(tx: Tx, { now }: Pick<Tools, 'now'>, town: string, id: string): Promise<number> {
  const mine = and(eq(restart.municipalityId, town), eq(restart.id, id))
  const [row] = await tx
    .select()
    .from(restart)
    .where(and(mine, eq(restart.state, 'running'), lte(restart.nextAt, sql`now()`)))
    .for('update', { skipLocked: true })
  if (!row) return 0
  const items = await nextItems(tx, row)
  for (const item of items) await send(tx, row, item, now())
  const pause = sql`greatest(${restart.nextAt}, now() - interval '1 second') + make_interval(secs => ${items.length / row.perSecond})`
  const isLast = items.length === 0
  await tx
    .update(restart)
    .set(isLast ? { state: 'done', endedAt: now() } : { nextAt: pause })
    .where(mine)
  if (isLast) {
    await appendAudit(tx, {
      municipality: town,
      actor: { kind: 'system', id: 'restart' },
      action: 'restart.done',
      object: { type: 'restart', id },
    })
  }
  await noteChange(tx, { municipality: town, resource: 'restart', resourceId: id })
  return items.length
}

type Item = Awaited<ReturnType<typeof nextItems>>[number]

/** The next failures on the list, each with whether it is still open. */
async function nextItems(tx: Tx, { municipalityId, id, perSecond }: Row) {
  return tx
    .select({
      caseId: restartItem.caseId,
      incidentId: restartItem.incidentId,
      requestId: restartItem.requestId,
      isOpen: sql<boolean>`(${incident.caseId} is not null and ${incident.resolvedAt} is null)`,
    })
    .from(restartItem)
    .leftJoin(
      incident,
      and(
        eq(incident.municipalityId, restartItem.municipalityId),
        eq(incident.caseId, restartItem.caseId),
        eq(incident.incidentId, restartItem.incidentId),
      ),
    )
    .where(
      and(
        eq(restartItem.municipalityId, municipalityId),
        eq(restartItem.restartId, id),
        eq(restartItem.state, 'waiting'),
      ),
    )
    .orderBy(asc(restartItem.caseId), asc(restartItem.incidentId))
    .limit(Math.max(1, Math.ceil(perSecond / handfuls)))
}

/** An ordinary retry, as if the person had asked for it on the case: same request, same register, same answer. */
async function send(tx: Tx, row: Row, { caseId, incidentId, requestId, isOpen }: Item, now: string): Promise<void> {
  const { municipalityId: municipality, id, actor, reason } = row
  const at = and(
    eq(restartItem.municipalityId, municipality),
    eq(restartItem.restartId, id),
    eq(restartItem.caseId, caseId),
    eq(restartItem.incidentId, incidentId),
  )
  if (!isOpen) {
    await tx.update(restartItem).set({ state: 'skipped' }).where(at)
    return
  }
  const asks = { kind: 'staff', id: actor.id, ...(actor.role !== undefined && { role: actor.role }) }
  const payload = { requestId, actor: asks, reason, act: { type: 'retry', incident: incidentId } }
  await enqueueOutbox(tx, { municipality, caseId, kind: 'update', payload, idempotencyKey: actKey(requestId) })
  await tx.update(restartItem).set({ state: 'asked', askedAt: now }).where(at)
  await appendAudit(tx, {
    municipality,
    actor,
    action: 'case.retry',
    object: { type: 'case', id: caseId },
    reason,
    requestId,
    outcome: 'asked',
    detail: { kind: 'retry', incident: incidentId, restart: id },
  })
}
