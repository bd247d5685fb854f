import { and, eq, inArray, sql } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { platformHealth } from '../../db/schema/platforms.ts'
import { incident } from '../../db/schema/projections.ts'
import { restart, restartItem } from '../../db/schema/restarts.ts'
import {
  getRestart,
  listRestartItems,
  listRestarts,
  previewRestart,
  startRestart,
  stopRestart,
} from '../api/restarts.ts'
import type { Deps } from '../deps.ts'
import { notFound, refuse } from '../http/problem.ts'
import { created, ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { readGroupId } from '../incidents/groups.ts'
import { loadNames } from '../reading/names.ts'
import { narrowed } from '../reading/towns.ts'
import type { Staff } from '../sign-in/staff.ts'
import { extentOf, mayRestart, ofGroup } from './plan-restart.ts'
import type { Extent, Group } from './plan-restart.ts'
import { restartItems, restartRows } from './restart-rows.ts'

const right = 'incidents.resolve-many'

export function restartRoutes({ db, restarts, now }: Deps): Route[] {
  return [
    staffRoute(previewRestart, ({ body }, staff) => {
      const group = readGroupId(body.group)
      const towns = narrowed(staff, right, body.municipality ?? group.municipality)
      return db.withTenants(towns, async tx => ok(await previewOf(tx, group, towns, body.perSecond)))
    }),
    staffRoute(startRestart, async ({ body, idempotencyKey: id }, staff) => {
      const group = readGroupId(body.group)
      const towns = narrowed(staff, right, body.municipality ?? group.municipality)
      const isNew = await db.withTenants(towns, tx =>
        start(tx, staff, { id, group, towns, perSecond: body.perSecond, reason: body.reason.trim(), at: now() }),
      )
      restarts.wake()
      const row = await db.withTenants(towns, tx => rowOf(tx, id))
      return isNew ? created(row) : ok(row)
    }),
    staffRoute(listRestarts, ({ query }, staff) =>
      db.withTenants(narrowed(staff, 'incidents.read', query.municipality), async tx =>
        ok({ items: await restartRows(tx), nextCursor: null }),
      ),
    ),
    staffRoute(getRestart, ({ params }, staff) =>
      db.withTenants(staff.townsFor('incidents.read'), async tx => ok(await rowOf(tx, params.restartId))),
    ),
    staffRoute(listRestartItems, ({ params, query }, staff) =>
      db.withTenants(staff.townsFor('incidents.read'), async tx => {
        await rowOf(tx, params.restartId)
        return ok({ items: await restartItems(tx, params.restartId, query.state), nextCursor: null })
      }),
    ),
    staffRoute(stopRestart, async ({ params, body }, staff) => {
      const { restartId: id } = params
      const { municipalities } = await db.withTenants(staff.townsFor('incidents.read'), tx => rowOf(tx, id))
      const towns = municipalities.map(one => one.id).filter(town => staff.may(right, town))
      if (towns.length === 0) refuse('forbidden')
      return db.withTenants(towns, async tx => {
        await stop(tx, staff, { id, reason: body.reason.trim(), at: now() })
        return ok(await rowOf(tx, id))
      })
    }),
  ]
}

async function previewOf(tx: Tx, group: Group, towns: readonly string[], perSecond: number) {
  const extent = await extentOf(tx, group, towns)
  const names = await loadNames(tx)
  const may = extent.filter(one => one.may)
  const sum = (rows: readonly Extent[]) => rows.reduce((total, one) => total + one.incidents, 0)
  const cases = sum(may)
  const inTown = (town: string) => sum(may.filter(one => one.municipality === town))
  const steps = [...new Set(may.map(one => one.name))]
  const concerned = [...new Set(may.map(one => one.municipality))]
  // What is told is what will be kept: the towns' shares together, each of one at least.
  const pace = shareOf(perSecond, concerned.length) * Math.max(1, concerned.length)
  return {
    cause: causeOf(group, extent),
    cases,
    municipalities: concerned.map(town => ({
      ...names.municipality(town),
      cases: inTown(town),
    })),
    steps: steps.slice(0, 50).map(name => ({
      name,
      operation: may.find(one => one.name === name)?.operation ?? '',
      cases: sum(may.filter(one => one.name === name)),
    })),
    leftOut: sum(extent.filter(one => !one.may)),
    dueSoon: may.reduce((total, one) => total + one.dueSoon, 0),
    perSecond: pace,
    seconds: Math.ceil(cases / pace),
    platformState: await platformState(tx, group),
  }
}

const causeOf = ({ platform, kind, code }: Group, extent: readonly Extent[]) => ({
  platform: platform ?? null,
  kind,
  code,
  message: extent[0]?.message ?? '',
})

async function platformState(tx: Tx, { platform, municipality }: Group): Promise<string | null> {
  if (platform === undefined) return null
  const known = await tx.select().from(platformHealth).where(eq(platformHealth.platform, platform))
  const own = known.find(one => municipality !== undefined && one.municipalityId === municipality)
  return (own ?? known.find(one => one.municipalityId === null) ?? known[0])?.state ?? null
}

/** A town's share of the pace. */
const shareOf = (perSecond: number, towns: number): number => Math.max(1, Math.floor(perSecond / Math.max(1, towns)))

interface Starting {
  id: string
  group: Group
  towns: readonly string[]
  perSecond: number
  reason: string
  at: string
}

/** Fixes the list, town by town; false when this id is known. */
async function start(tx: Tx, staff: Staff, asked: Starting): Promise<boolean> {
  const { id, group, towns, perSecond, reason, at } = asked
  const [known] = await tx.select().from(restart).where(eq(restart.id, id)).limit(1)
  if (known) {
    const same = known.cause.kind === group.kind && known.cause.code === group.code && known.reason === reason
    return same ? false : refuse('idempotency-mismatch')
  }
  const extent = await extentOf(tx, group, towns)
  const concerned = [...new Set(extent.filter(one => one.may).map(one => one.municipality))].toSorted()
  if (concerned.length === 0) refuse('not-allowed', 'Non c’è più nulla da far ripartire per questa causa.')
  for (const municipality of concerned) {
    const leftOut = extent.filter(one => one.municipality === municipality && !one.may)
    const actor = { ...staff.actor(right, municipality), session: staff.session }
    const made = await tx
      .insert(restart)
      .values({
        municipalityId: municipality,
        id,
        cause: causeOf(group, extent),
        reason,
        actor,
        state: 'running',
        perSecond: shareOf(perSecond, concerned.length),
        leftOut: leftOut.reduce((sum, one) => sum + one.incidents, 0),
        nextAt: at,
      })
      .onConflictDoNothing()
      .returning({ id: restart.id })
    // The same request at the same moment has got here first.
    if (made.length === 0) return false
    await fixList(tx, municipality, id, group)
    await appendAudit(tx, {
      municipality,
      actor,
      action: 'restart.started',
      object: { type: 'restart', id },
      reason,
      requestId: id,
      detail: { platform: group.platform ?? null, kind: group.kind, code: group.code },
    })
    await noteChange(tx, { municipality, resource: 'restart', resourceId: id })
  }
  return true
}

async function fixList(tx: Tx, municipality: string, id: string, group: Group): Promise<void> {
  const list = tx
    .select({
      municipalityId: incident.municipalityId,
      restartId: sql<string>`${id}::uuid`.as('restart_id'),
      caseId: incident.caseId,
      incidentId: incident.incidentId,
      work: incident.work,
      requestId: sql<string>`gen_random_uuid()`.as('request_id'),
      state: sql<'waiting'>`'waiting'`.as('state'),
      askedAt: sql<string | null>`null::timestamptz`.as('asked_at'),
    })
    .from(incident)
    .where(and(ofGroup(group), mayRestart, eq(incident.municipalityId, municipality)))
  await tx.insert(restartItem).select(list)
}

async function stop(
  tx: Tx,
  staff: Staff,
  { id, reason, at }: { id: string; reason: string; at: string },
): Promise<void> {
  const ended = await tx
    .update(restart)
    .set({ state: 'stopped', endedAt: at, stoppedBy: staff.id })
    .where(and(eq(restart.id, id), eq(restart.state, 'running')))
    .returning({ municipality: restart.municipalityId })
  if (ended.length === 0) return
  const towns = ended.map(one => one.municipality).toSorted()
  await tx
    .update(restartItem)
    .set({ state: 'stopped' })
    .where(
      and(inArray(restartItem.municipalityId, towns), eq(restartItem.restartId, id), eq(restartItem.state, 'waiting')),
    )
  for (const municipality of towns) {
    await appendAudit(tx, {
      municipality,
      actor: { ...staff.actor(right, municipality), session: staff.session },
      action: 'restart.stopped',
      object: { type: 'restart', id },
      reason,
    })
    await noteChange(tx, { municipality, resource: 'restart', resourceId: id })
  }
}

async function rowOf(tx: Tx, id: string) {
  const [row] = await restartRows(tx, [id])
  return row ?? notFound()
}
