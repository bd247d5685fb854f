import { and, count, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { incident } from '../schema/projections.ts'

export interface OpenOutage {
  municipality: string
  platform: string
  incidents: number
}

/** Incidents that heal by themselves once their platform answers, counted by municipality and platform. */
export async function openOutages(tx: Tx): Promise<OpenOutage[]> {
  const rows = await tx
    .select({ municipality: incident.municipalityId, platform: incident.platform, incidents: count() })
    .from(incident)
    .where(and(isNull(incident.resolvedAt), eq(incident.heals, true), isNotNull(incident.platform)))
    .groupBy(incident.municipalityId, incident.platform)
    .orderBy(sql`min(${incident.raisedAt})`)
  return rows.flatMap(({ platform, ...row }) => (platform === null ? [] : [{ ...row, platform }]))
}
