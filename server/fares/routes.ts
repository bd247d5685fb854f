import { and, desc, eq, ne } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { validDecisionTable } from '../../db/queries/valid-decision-table.ts'
import { decisionTable } from '../../db/schema/municipalities.ts'
import { approveFare, getFare, listFares, proposeFare, tryFare, withdrawFare } from '../api/fares.ts'
import type { farePage, fareRow } from '../api/fares.ts'
import type { Deps } from '../deps.ts'
import { notFound, refuse } from '../http/problem.ts'
import { created, nothing, ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import type { Action } from '../permissions.ts'
import { namesOfPeople, personRef } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'
import { compileFare, dmnOf, rowsOf, storedTable } from './fare-table.ts'
import { requireFares, sampleChildren, tryOn } from './trial.ts'

type Stored = typeof decisionTable.$inferSelect

export function fareRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listFares, ({ params }, staff) => {
      staff.require('fares.read', params.municipalityId)
      return db.withTenants([params.municipalityId], async tx => {
        const rows = await tx
          .select()
          .from(decisionTable)
          .where(ne(decisionTable.status, 'withdrawn'))
          .orderBy(desc(decisionTable.validFrom), desc(decisionTable.createdAt))
          .limit(500)
        const names = await namesOfPeople(
          tx,
          rows.flatMap(row => [row.proposedBy, row.approvedBy]),
        )
        return ok({ items: rows.map(row => rowOf(row, names, staff)), nextCursor: null })
      })
    }),
    staffRoute(getFare, ({ params }, staff) => {
      staff.require('fares.read', params.municipalityId)
      return db.withTenants([params.municipalityId], async tx =>
        ok(await pageOf(tx, await find(tx, params.fareId), staff)),
      )
    }),
    staffRoute(proposeFare, async ({ params, body, requestId, now }, staff) => {
      const municipality = params.municipalityId
      staff.require('fares.propose', municipality)
      const dmn =
        body.dmn ??
        (body.table ? dmnOf(body.key, body.table) : refuse('invalid', 'Serve la tabella, a righe o come file DMN.'))
      const { key, resolution, validFrom, validTo } = body
      if (validTo && validTo < validFrom)
        refuse('invalid', undefined, [{ path: 'validTo', message: 'La validità finisce prima di cominciare.' }])
      const { table, stored } = await compileFare(dmn, key)
      requireFares(table)
      return db.withTenants([municipality], async tx => {
        const [made] = await tx
          .insert(decisionTable)
          .values({
            municipalityId: municipality,
            key,
            resolution,
            validFrom,
            validTo: validTo ?? null,
            status: 'draft',
            dmn,
            table: stored,
            proposedBy: staff.id,
            proposedAt: now,
          })
          .returning()
        const row = made ?? refuse('defect')
        await record(tx, staff, { row, action: 'fare.proposed', requestId })
        return created(await pageOf(tx, row, staff))
      })
    }),
    staffRoute(approveFare, ({ params, body, requestId, now }, staff) => {
      const municipality = params.municipalityId
      staff.require('fares.approve', municipality)
      return db.withTenants([municipality], async tx => {
        const draft = await find(tx, params.fareId)
        if (draft.status !== 'draft') refuse('not-allowed', 'Questa tariffa è già approvata.')
        if (draft.proposedBy === staff.id) refuse('not-allowed', 'Chi ha proposto la tariffa non può anche approvarla.')
        const [approved] = await tx
          .update(decisionTable)
          .set({ status: 'approved', approvedBy: staff.id, approvedAt: now })
          .where(and(eq(decisionTable.id, draft.id), eq(decisionTable.status, 'draft')))
          .returning()
        if (!approved) refuse('stale', 'Qualcun altro l’ha approvata in questo momento.')
        await record(tx, staff, { row: approved, action: 'fare.approved', requestId, reason: body.reason })
        return ok(await pageOf(tx, approved, staff))
      })
    }),
    staffRoute(withdrawFare, ({ params, body, requestId }, staff) => {
      const municipality = params.municipalityId
      staff.require('fares.propose', municipality)
      return db.withTenants([municipality], async tx => {
        const draft = await find(tx, params.fareId)
        const [withdrawn] = await tx
          .update(decisionTable)
          .set({ status: 'withdrawn' })
          .where(and(eq(decisionTable.id, draft.id), eq(decisionTable.status, 'draft')))
          .returning()
        if (!withdrawn)
          refuse('not-allowed', 'Questa tariffa è già approvata: se ne propone un’altra, con la sua delibera.')
        await record(tx, staff, { row: withdrawn, action: 'fare.withdrawn', requestId, reason: body.reason })
        return nothing
      })
    }),
    staffRoute(tryFare, ({ params, body }, staff) => {
      const municipality = params.municipalityId
      staff.require('fares.read', municipality)
      return db.withTenants([municipality], async tx => {
        const row = await find(tx, params.fareId)
        const valid = await validDecisionTable(tx, municipality, row.key, row.validFrom)
        const inForce = valid ? storedTable.parse(valid.table) : null
        const items = tryOn(storedTable.parse(row.table), inForce, body.samples ?? sampleChildren)
        return ok({ items, nextCursor: null })
      })
    }),
  ]
}

async function find(tx: Tx, id: string): Promise<Stored> {
  const [row] = await tx
    .select()
    .from(decisionTable)
    .where(and(eq(decisionTable.id, id), ne(decisionTable.status, 'withdrawn')))
  return row ?? notFound()
}

function rowOf(row: Stored, names: Map<string, string>, staff: Staff): z.input<typeof fareRow> {
  return {
    id: row.id,
    key: row.key,
    resolution: row.resolution,
    validFrom: row.validFrom,
    validTo: row.validTo,
    status: row.status === 'approved' ? 'approved' : 'draft',
    proposedBy: personRef(names, row.proposedBy),
    proposedAt: row.proposedAt ?? row.createdAt,
    approvedBy: personRef(names, row.approvedBy),
    approvedAt: row.approvedAt,
    canApprove: row.status === 'draft' && row.proposedBy !== staff.id && staff.may('fares.approve', row.municipalityId),
  }
}

async function pageOf(tx: Tx, row: Stored, staff: Staff): Promise<z.input<typeof farePage>> {
  const names = await namesOfPeople(tx, [row.proposedBy, row.approvedBy])
  return { ...rowOf(row, names, staff), table: rowsOf(storedTable.parse(row.table)), dmn: row.dmn }
}

const rights = {
  'fare.proposed': 'fares.propose',
  'fare.withdrawn': 'fares.propose',
  'fare.approved': 'fares.approve',
} as const satisfies Record<string, Action>

interface Recorded {
  row: Stored
  action: keyof typeof rights
  requestId: string
  reason?: string | undefined
}

async function record(tx: Tx, staff: Staff, { row, action, requestId, reason }: Recorded): Promise<void> {
  const { municipalityId: municipality, id, key, resolution, validFrom } = row
  await noteChange(tx, { municipality, resource: 'fare', resourceId: id })
  await appendAudit(tx, {
    municipality,
    actor: { ...staff.actor(rights[action], municipality), session: staff.session },
    action,
    object: { type: 'fare', id },
    requestId,
    ...(reason !== undefined && { reason }),
    detail: { key, resolution, validFrom },
  })
}
