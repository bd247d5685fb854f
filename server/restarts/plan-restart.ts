import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { oneOf } from '../../db/one-of.ts'
import { caseView, incident } from '../../db/schema/projections.ts'
import { codesOf } from '../incidents/groups.ts'
import type { readGroupId } from '../incidents/groups.ts'

export type Group = ReturnType<typeof readGroupId>

/** The open failures of a cause in this transaction's towns. */
export const ofGroup = (group: Group): SQL | undefined =>
  and(
    isNull(incident.resolvedAt),
    eq(incident.kind, group.kind),
    oneOf(incident.code, codesOf(group)),
    group.platform === undefined ? isNull(incident.platform) : eq(incident.platform, group.platform),
    group.municipality === undefined ? undefined : eq(incident.municipalityId, group.municipality),
  )

/**
 * Those that a machine may retry for a person who looks at none of them: what may have touched the outside is asked for first by a person,
 * unless the failure is an outage, of which the ledger knows by itself how to go on.
 */
export const mayRestart: SQL = sql`('retry' = any (${incident.allowed}) and (not ${incident.touched} or ${incident.heals}))`

export interface Extent {
  municipality: string
  name: string
  operation: string
  message: string
  may: boolean
  incidents: number
  dueSoon: number
}

/** How many there are, by town, step and whether they may be retried by a machine. */
export async function extentOf(tx: Tx, group: Group, towns: readonly string[]): Promise<Extent[]> {
  return tx
    .select({
      municipality: incident.municipalityId,
      name: incident.name,
      operation: incident.operation,
      message: sql<string>`min(${incident.message})`,
      may: sql<boolean>`${mayRestart}`,
      incidents: sql<number>`count(*)::int`,
      dueSoon: sql<number>`(count(*) filter (where ${caseView.due} <= (now() at time zone 'Europe/Rome')::date + 2))::int`,
    })
    .from(incident)
    .leftJoin(caseView, and(eq(caseView.municipalityId, incident.municipalityId), eq(caseView.caseId, incident.caseId)))
    .where(and(ofGroup(group), inArray(incident.municipalityId, [...towns])))
    .groupBy(incident.municipalityId, incident.name, incident.operation, mayRestart)
    .orderBy(sql`count(*) desc`)
}
