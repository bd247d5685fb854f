import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import type { platformHealth } from '../../db/schema/platforms.ts'
import { caseView, incident } from '../../db/schema/projections.ts'
import { failureKinds } from '../api/incidents.ts'
import type { incidentGroup } from '../api/incidents.ts'
import { notFound } from '../http/problem.ts'
import type { Names } from '../reading/names.ts'

type Group = z.input<typeof incidentGroup>
type Health = typeof platformHealth.$inferSelect

/** A wrong key is one town's own fault: it makes a group of that town. An outage is everybody's. */
const ofOneTown = sql<
  string | null
>`case when ${incident.kind} = 'misconfigured' then ${incident.municipalityId}::text end`

/** In a group's id and code: whatever the code. */
const anyCode = 'any'

/**
 * How exactly a platform did not answer (refused connections, no answer in time, its circuit open) is one cause for whoever looks at it, and so
 * is an outcome that nobody was told. What a platform refuses, or is wrong with us, differs by code.
 */
const cause = sql<string>`case when ${incident.kind} in ('unavailable', 'unknown-outcome') and ${incident.platform} is not null
  then ${sql.raw(`'${anyCode}'`)} else ${incident.code} end`

/** Open failures by cause, the commonest first. */
export async function groupIncidents(tx: Tx, names: Names, health: Health[]): Promise<Group[]> {
  const rows = await tx
    .select({
      platform: incident.platform,
      kind: incident.kind,
      code: cause,
      town: ofOneTown,
      message: sql<string>`mode() within group (order by ${incident.message})`,
      cases: sql<number>`count(distinct ${incident.caseId})::int`,
      towns: sql<string[]>`array_agg(distinct ${incident.municipalityId}::text)`,
      dueSoon: sql<number>`(count(*) filter (where ${caseView.due} <= (now() at time zone 'Europe/Rome')::date + 2))::int`,
      toVerify: sql<number>`(count(*) filter (where ${incident.touched}))::int`,
      heals: sql<boolean>`bool_and(${incident.heals})`,
      since: sql<string>`min(${incident.raisedAt})::text`,
      lastAt: sql<string>`max(${incident.raisedAt})::text`,
      growth: sql<
        string[]
      >`(percentile_disc(array[0,.1,.2,.3,.4,.5,.6,.7,.8,.9,1]) within group (order by ${incident.raisedAt}))::text[]`,
    })
    .from(incident)
    .leftJoin(caseView, and(eq(caseView.municipalityId, incident.municipalityId), eq(caseView.caseId, incident.caseId)))
    .where(isNull(incident.resolvedAt))
    .groupBy(incident.platform, incident.kind, cause, ofOneTown)
    .orderBy(sql`count(distinct ${incident.caseId}) desc`)
    .limit(200)
  return rows.map(({ towns, town, ...row }) => ({
    ...row,
    id: [row.platform ?? '', row.kind, row.code, town ?? ''].join('~'),
    municipalities: towns.map(one => names.municipality(one)),
    since: new Date(row.since).toISOString(),
    lastAt: new Date(row.lastAt).toISOString(),
    growth: row.growth.map(at => new Date(at).toISOString()),
    health: healthOf(health, row.platform, town === null ? [null, ...towns] : [town, null]),
  }))
}

/** The codes that a group holds; undefined for all of its kind. */
export const codesOf = ({ code }: { code: string }): string[] | undefined => (code === anyCode ? undefined : [code])

/** The parts of a group's id; 404 for what is not one. */
export function readGroupId(id: string): {
  platform: string | undefined
  kind: (typeof failureKinds)[number]
  code: string
  municipality: string | undefined
} {
  const [platform, kind, code, municipality] = id.split('~')
  const known = failureKinds.find(one => one === kind)
  if (!known || !code) notFound()
  return { platform: platform || undefined, kind: known, code, municipality: municipality || undefined }
}

/** The first that is known, in this order; null is what was seen for everybody. How other towns fare is not the reader's business. */
function healthOf(all: Health[], platform: string | null, towns: readonly (string | null)[]): Group['health'] {
  const ofTown = (town: string | null) => all.find(one => one.platform === platform && one.municipalityId === town)
  const found = towns.map(ofTown).find(one => one !== undefined)
  return found ? { state: found.state, since: found.since, probedAt: found.probeAt, lastError: found.lastError } : null
}
