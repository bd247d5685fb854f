import { and, count, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { incident } from '../schema/projections.ts'

export interface OpenOutage {
  municipality: string
  /** `internal`: our own database was away. */
  platform: string
  incidents: number
}

/** Incidents that heal by themselves once their platform answers, counted by municipality and platform; those that wait longest first. */
export async function openOutages(tx: Tx): Promise<OpenOutage[]> {
  const platform = sql<string>`coalesce(${incident.platform}, 'internal')`
  return tx
    .select({ municipality: incident.municipalityId, platform, incidents: count() })
    .from(incident)
    .where(and(isNull(incident.resolvedAt), eq(incident.heals, true)))
    .groupBy(incident.municipalityId, platform)
    .orderBy(sql`min(${incident.raisedAt})`)
}
