import { and, eq } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { person } from '../../db/schema/people.ts'
import { savedView } from '../../db/schema/views.ts'
import {
  changeView,
  createView,
  deleteView,
  getPreferences,
  listViews,
  preferences,
  savePreferences,
} from '../api/views.ts'
import type { Deps } from '../deps.ts'
import { notFound, refuse } from '../http/problem.ts'
import { created, nothing, ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { loadNames } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'
import { findView, mayChange, revisionOf, viewRows, viewsFor } from './saved-views.ts'
import type { StoredView } from './saved-views.ts'

export function viewRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listViews, ({ query }, staff) =>
      db.withTenants(staff.townsFor('cases.read'), async tx => {
        const items = await viewRows(tx, await viewsFor(tx, staff, query.list), await loadNames(tx), staff)
        return ok({ items, nextCursor: null })
      }),
    ),
    staffRoute(createView, ({ body, requestId, now }, staff) => {
      const { municipality, list, name, audience, query } = body
      staff.require('cases.read', municipality)
      return db.withTenants([municipality], async tx => {
        const officeCode = officeOf(body, municipality, staff)
        const [made] = await tx
          .insert(savedView)
          .values({
            municipalityId: municipality,
            list,
            name,
            ownerId: staff.id,
            audience,
            officeCode,
            query,
            updatedAt: now,
          })
          .returning()
        if (!made) refuse('defect')
        await record(tx, staff, requestId, null, made)
        return created(await rowOf(tx, staff, made))
      })
    }),
    staffRoute(changeView, ({ params, body, ifMatch, requestId, now }, staff) =>
      db.withTenants(staff.townsFor('cases.read'), async tx => {
        const before = await changeable(tx, staff, params.viewId)
        if (ifMatch !== null && ifMatch !== revisionOf(before)) refuse('stale', changedMeanwhile)
        const { name, audience, query } = body
        const officeCode =
          body.office === before.officeCode && audience === before.audience
            ? before.officeCode
            : officeOf(body, before.municipalityId, staff)
        const [after] = await tx
          .update(savedView)
          .set({ name, audience, officeCode, ...(query && { query }), updatedAt: now })
          .where(and(eq(savedView.id, before.id), eq(savedView.updatedAt, before.updatedAt)))
          .returning()
        if (!after) refuse('stale', changedMeanwhile)
        await record(tx, staff, requestId, before, after)
        return ok(await rowOf(tx, staff, after))
      }),
    ),
    staffRoute(deleteView, ({ params, requestId }, staff) =>
      db.withTenants(staff.townsFor('cases.read'), async tx => {
        const before = await changeable(tx, staff, params.viewId)
        await tx.delete(savedView).where(eq(savedView.id, before.id))
        await record(tx, staff, requestId, before, null)
        return nothing
      }),
    ),
    staffRoute(getPreferences, async (_call, staff) => {
      const [row] = await db.global(tx =>
        tx.select({ kept: person.preferences }).from(person).where(eq(person.id, staff.id)),
      )
      return ok(preferences.catch({}).parse(row?.kept))
    }),
    staffRoute(savePreferences, async ({ body }, staff) => {
      await db.global(tx => tx.update(person).set({ preferences: body }).where(eq(person.id, staff.id)))
      return ok(body)
    }),
  ]
}

const changedMeanwhile = 'Qualcun altro ha cambiato la vista in questo momento: rileggerla.'

/** One shares with the offices that one belongs to; every other audience has none. */
function officeOf(given: { audience: string; office?: string | undefined }, town: string, staff: Staff): string | null {
  if (given.audience !== 'office') return null
  const [only, ...others] = staff.officesIn(town)
  const office = given.office ?? (others.length === 0 ? only : undefined)
  if (office !== undefined && staff.officesIn(town).includes(office)) return office
  return refuse('invalid', undefined, [{ path: 'office', message: 'Si condivide con un proprio ufficio: quale?' }])
}

async function changeable(tx: Tx, staff: Staff, id: string): Promise<StoredView> {
  const found = (await findView(tx, staff, id)) ?? notFound()
  return mayChange(found, staff) ? found : refuse('forbidden', 'Questa vista la cambia chi l’ha fatta.')
}

async function rowOf(tx: Tx, staff: Staff, view: StoredView) {
  const [row] = await viewRows(tx, [view], await loadNames(tx), staff)
  return row ?? notFound()
}

/** What others see stands in the register; what one keeps for oneself does not. Names are free text: ids and audiences only. */
async function record(
  tx: Tx,
  staff: Staff,
  requestId: string,
  before: StoredView | null,
  after: StoredView | null,
): Promise<void> {
  const view = after ?? before
  const isShared = [before, after].some(one => one !== null && one.audience !== 'me')
  if (view === null || !isShared) return
  await appendAudit(tx, {
    municipality: view.municipalityId,
    actor: { ...staff.actor('cases.read', view.municipalityId), session: staff.session },
    action: actionOf(before, after),
    object: { type: 'view', id: view.id },
    requestId,
    detail: { before: audienceOf(before), after: audienceOf(after) },
  })
}

function actionOf(before: StoredView | null, after: StoredView | null): string {
  if (after === null) return 'view.deleted'
  if (after.audience === 'me') return 'view.unshared'
  return before === null || before.audience === 'me' ? 'view.shared' : 'view.changed'
}

const audienceOf = (view: StoredView | null) =>
  view === null ? null : { audience: view.audience, office: view.officeCode }
