import { and, eq, inArray, sql } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { listIncidents as queryIncidents } from '../../db/queries/list-incidents.ts'
import type { IncidentRow } from '../../db/queries/list-incidents.ts'
import { platformHealth } from '../../db/schema/platforms.ts'
import { caseView, incident, workAttempt } from '../../db/schema/projections.ts'
import { hiddenElements } from '../../engine/redact-view.ts'
import { listIncidentGroups, listIncidents } from '../api/incidents.ts'
import type { Attempt } from '../cases/steps.ts'
import type { Deps } from '../deps.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { loadNames } from '../reading/names.ts'
import { narrowed } from '../reading/towns.ts'
import { codesOf, groupIncidents, readGroupId } from './groups.ts'
import { incidentRowOf } from './incident-row.ts'

export function incidentRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listIncidents, ({ query }, staff) => {
      const group = query.group === undefined ? null : readGroupId(query.group)
      const towns = narrowed(staff, 'incidents.read', query.municipality ?? group?.municipality)
      return db.withTenants(towns, async tx => {
        if (query.caseId !== undefined) {
          const rows = await tx.select().from(incident).where(eq(incident.caseId, query.caseId)).limit(200)
          return ok({ items: await rowsOf(tx, rows, staff), nextCursor: null })
        }
        const codes = group ? codesOf(group) : undefined
        const filter = {
          open: !query.resolved,
          ...(group && { kinds: [group.kind] }),
          ...(codes && { codes }),
          ...(group?.platform && { platforms: [group.platform] }),
        }
        const request = {
          sort: 'raisedAt' as const,
          direction: 'desc' as const,
          cursor: query.cursor,
          limit: query.limit,
        }
        const page = await queryIncidents(tx, filter, request)
        return ok({ items: await rowsOf(tx, page.items, staff), nextCursor: page.nextCursor })
      })
    }),
    staffRoute(listIncidentGroups, ({ query }, staff) => {
      const towns = narrowed(staff, 'incidents.read', query.municipality)
      return db.withTenants(towns, async tx => {
        const names = await loadNames(tx)
        const health = await tx.select().from(platformHealth)
        return ok({ items: await groupIncidents(tx, names, health), nextCursor: null })
      })
    }),
  ]
}

async function rowsOf(tx: Tx, rows: IncidentRow[], staff: Parameters<typeof incidentRowOf>[3]) {
  if (rows.length === 0) return []
  const names = await loadNames(tx)
  const ids = [...new Set(rows.map(row => row.caseId))]
  const cases = await tx
    .select({ caseId: caseView.caseId, subjectName: caseView.subjectName, due: caseView.due, view: caseView.view })
    .from(caseView)
    .where(inArray(caseView.caseId, ids))
  const works = sql.join(
    rows.map(row => sql`(${row.caseId}::uuid, ${row.work}::text)`),
    sql`, `,
  )
  const attempts: Attempt[] = await tx
    .select()
    .from(workAttempt)
    .where(and(inArray(workAttempt.caseId, ids), sql`(${workAttempt.caseId}, ${workAttempt.work}) in (${works})`))
    .orderBy(workAttempt.startedAt)
  return rows.flatMap(row => {
    const found = cases.find(one => one.caseId === row.caseId)
    // A failure at a step of another office's confidence would tell that the step is there.
    if (found && hiddenElements(found.view, staff.officesIn(row.municipalityId)).has(row.element)) return []
    return [
      incidentRowOf(
        { ...row, subjectName: found?.subjectName ?? null, due: found?.due ?? null },
        attempts,
        names,
        staff,
      ),
    ]
  })
}
