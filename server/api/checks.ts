import { z } from 'zod'

import { findingKinds } from '../../db/schema/consistency.ts'
import { contract } from './contract.ts'
import { count, id, instant, listQuery, long, municipalityRef, page, short, text } from './common.ts'

/** Two records that do not agree: what was found, what it means, what to do. */
const checkRow = z
  .object({
    id,
    kind: z.enum(findingKinds),
    state: z.enum(['open', 'repaired', 'gone']),
    municipality: municipalityRef,
    caseId: id.nullable(),
    /** The case's number; null when no case has this id. */
    number: short.nullable(),
    title: text,
    meaning: text,
    remedy: text,
    /** For a ticket; no personal data. */
    detail: long,
    foundAt: instant,
    seenAt: instant,
    settledAt: instant.nullable(),
  })
  .meta({ id: 'CheckRow' })

const checkRun = z
  .object({
    id,
    askedAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    cases: count,
    workflows: count,
    found: count,
    repaired: count,
    /** Why the round could not look everywhere. */
    error: long.nullable(),
  })
  .meta({ id: 'CheckRun' })

export const listChecks = contract({
  id: 'listChecks',
  method: 'get',
  path: '/checks',
  auth: 'session',
  action: 'checks.read',
  tag: 'Controlli',
  summary: 'Incoerenze trovate dai controlli',
  query: listQuery.extend({ state: z.enum(['open', 'repaired', 'gone']).default('open') }),
  answers: {
    200: page(checkRow).extend({ last: checkRun.nullable(), ended: checkRun.nullable() }),
  },
})

export const runChecks = contract({
  id: 'runChecks',
  method: 'post',
  path: '/checks/runs',
  auth: 'session',
  action: 'checks.run',
  tag: 'Controlli',
  summary: 'Esegui i controlli adesso',
  body: z.strictObject({}),
  idempotent: true,
  answers: { 202: z.object({ id }) },
})
