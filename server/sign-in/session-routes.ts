import { endSession, getSession, listSessions } from '../api/session.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../http/problem.ts'
import { nothing, ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { actions } from '../permissions.ts'
import { loadNames } from '../reading/names.ts'
import { townsOf } from '../tasks/visible.ts'
import { endOwnSession, sessionsOf } from './own-sessions.ts'

export function sessionRoutes({ config, db }: Deps): Route[] {
  return [
    staffRoute(getSession, async (_call, staff) => {
      const towns = townsOf(staff)
      const names = await db.withTenants(towns, loadNames)
      const memberships = staff.memberships.map(({ municipality, role, office }) => ({
        municipality: names.municipality(municipality),
        role,
        office: office === null ? null : names.office(municipality, office),
      }))
      const allowed = actions.map(action => [action, staff.townsFor(action)] as const)
      return ok({
        person: { id: staff.id, name: staff.name },
        memberships,
        municipalities: towns.map(town => names.municipality(town)),
        permissions: Object.fromEntries(allowed),
        masked: towns.filter(town => staff.masked(town)),
        signedInAt: staff.signedInAt,
        expiresAt: staff.expiresAt,
        rehearsal: config.rehearsal,
      })
    }),
    staffRoute(listSessions, async (_call, staff) => {
      const sessions = await db.global(tx => sessionsOf(tx, staff.id))
      const items = sessions.map(({ sid: _sid, ...one }) => ({ ...one, current: one.id === staff.session }))
      return ok({ items, nextCursor: null })
    }),
    staffRoute(endSession, async ({ params }, staff) => {
      const ended = await db.global(tx => endOwnSession(tx, staff.id, params.sessionId))
      return ended ? nothing : notFound()
    }),
  ]
}
