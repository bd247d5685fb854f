import { z } from 'zod'

import { contract } from './contract.ts'
import { count, flag, id, instant, listQuery, localDate, long, municipalityRef, page, short } from './common.ts'

export const failureKinds = ['refused', 'unavailable', 'misconfigured', 'unknown-outcome', 'defect'] as const

/** A failure that waits: for the platform to answer again (`heals`) or for a person. */
export const incidentRow = z
  .object({
    /** `<caseId>:<incidentId>` */
    id: short,
    incidentId: short,
    caseId: id,
    number: short,
    subject: short.nullable(),
    municipality: municipalityRef,
    procedure: short,
    element: short,
    name: short,
    operation: short,
    platform: short.nullable(),
    kind: z.enum(failureKinds),
    code: short,
    message: long,
    /** For a ticket; no personal data. */
    detail: long.nullable(),
    /** The outside may already have been touched. */
    touched: z.boolean(),
    heals: z.boolean(),
    raisedAt: instant,
    resolvedAt: instant.nullable(),
    due: localDate.nullable(),
    tries: count,
    nextAttemptAt: instant.nullable(),
    allowed: z.array(z.enum(['retry', 'amend', 'record-outcome', 'not-done', 'close'])).max(5),
    /** `record-outcome` and `not-done` are refused before: the call may still be on its way. */
    verifyFrom: instant.nullable(),
  })
  .meta({ id: 'IncidentRow' })

export const incidentGroup = z
  .object({
    /** `<platform>~<kind>~<code>~`, and the municipality where the fault is one town's own; `any` where codes are one cause. */
    id: short,
    platform: short.nullable(),
    kind: z.enum(failureKinds),
    code: short,
    message: long,
    cases: count,
    municipalities: z.array(municipalityRef).max(500),
    /** Cases whose term ends within two days. */
    dueSoon: count,
    toVerify: count,
    heals: z.boolean(),
    since: instant,
    lastAt: instant,
    /** When the first was blocked, then by when each tenth of them was: how fast it grows. */
    growth: z.array(instant).max(11),
    /** What the probe last saw of the platform. */
    health: z
      .object({ state: short, since: instant, probedAt: instant.nullable(), lastError: long.nullable() })
      .nullable(),
  })
  .meta({ id: 'IncidentGroup' })

export const listIncidents = contract({
  id: 'listIncidents',
  method: 'get',
  path: '/incidents',
  auth: 'session',
  action: 'incidents.read',
  tag: 'Guasti',
  summary: 'Guasti aperti',
  query: listQuery.extend({ group: short.optional(), caseId: id.optional(), resolved: flag.optional() }),
  answers: { 200: page(incidentRow) },
})

export const listIncidentGroups = contract({
  id: 'listIncidentGroups',
  method: 'get',
  path: '/incident-groups',
  auth: 'session',
  action: 'incidents.read',
  tag: 'Guasti',
  summary: 'Guasti aperti, per causa',
  query: z.object({ municipality: id.optional() }),
  answers: { 200: page(incidentGroup) },
})
