import { count, countDistinct, desc, max, min } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { incident } from '../schema/projections.ts'
import { incidentsWhere } from './list-incidents.ts'
import type { IncidentFilter, IncidentRow } from './list-incidents.ts'

/** The same failure in many cases. */
export interface IncidentGroup {
  platform: string | null
  operation: string
  kind: IncidentRow['kind']
  code: string
  cases: number
  municipalities: number
  firstAt: string
  lastAt: string
}

/** What fails, by platform, operation and code, the commonest first. */
export async function groupIncidents(tx: Tx, filter: IncidentFilter, limit = 100): Promise<IncidentGroup[]> {
  const cases = count()
  const rows = await tx
    .select({
      platform: incident.platform,
      operation: incident.operation,
      kind: incident.kind,
      code: incident.code,
      cases,
      municipalities: countDistinct(incident.municipalityId),
      firstAt: min(incident.raisedAt),
      lastAt: max(incident.raisedAt),
    })
    .from(incident)
    .where(incidentsWhere(filter))
    .groupBy(incident.platform, incident.operation, incident.kind, incident.code)
    .orderBy(desc(cases))
    .limit(limit)
  return rows.map(row => ({ ...row, firstAt: row.firstAt ?? '', lastAt: row.lastAt ?? '' }))
}
