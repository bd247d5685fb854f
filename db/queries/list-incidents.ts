import { and, getTableColumns, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { keysetOf, pageOf } from '../keyset.ts'
import type { Page, PageRequest, SortKey } from '../keyset.ts'
import { oneOf } from '../one-of.ts'
import { incident } from '../schema/projections.ts'

export type IncidentRow = typeof incident.$inferSelect

export interface IncidentFilter {
  municipalities?: string[]
  open?: boolean
  platforms?: string[]
  kinds?: IncidentRow['kind'][]
  codes?: string[]
  operations?: string[]
}

export const INCIDENT_SORTS = {
  raisedAt: { by: incident.raisedAt, type: 'timestamptz' },
} as const satisfies Record<string, SortKey>

export type IncidentSort = keyof typeof INCIDENT_SORTS

/** One page of the failures of this transaction's towns. Throws `BadCursor`. */
export async function listIncidents(
  tx: Tx,
  filter: IncidentFilter,
  page: PageRequest<IncidentSort>,
): Promise<Page<IncidentRow>> {
  const keyset = keysetOf(page, INCIDENT_SORTS, [
    { by: incident.caseId, type: 'uuid' },
    { by: incident.incidentId, type: 'text' },
  ])
  const rows = await tx
    .select({ ...getTableColumns(incident), keyset: keyset.values })
    .from(incident)
    .where(and(incidentsWhere(filter), keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  return pageOf(page, rows)
}

/** Shared with the groups, so that a group and its list never disagree. */
export function incidentsWhere(filter: IncidentFilter): SQL | undefined {
  return and(
    oneOf(incident.municipalityId, filter.municipalities),
    oneOf(incident.platform, filter.platforms),
    oneOf(incident.kind, filter.kinds),
    oneOf(incident.code, filter.codes),
    oneOf(incident.operation, filter.operations),
    filter.open === undefined ? undefined : sql`(${incident.resolvedAt} is null) = ${filter.open}`,
  )
}
