import { z } from 'zod'

import { contract } from './contract.ts'
import { count, id, instant, long, municipalityRef, page, personRef, short } from './common.ts'
import { failureKinds } from './incidents.ts'

const cause = z.object({ platform: short.nullable(), kind: z.enum(failureKinds), code: short, message: long })

/** What a mass retry would do, before it is asked for. */
export const restartPreview = z
  .object({
    cause,
    /** Cases that would be retried, and where. */
    cases: count,
    municipalities: z.array(z.object({ ...municipalityRef.shape, cases: count })).max(500),
    steps: z.array(z.object({ name: short, operation: short, cases: count })).max(50),
    /** May already have touched the outside, or cannot be repeated by a machine: a person looks at these first. */
    leftOut: count,
    /** Cases whose term ends within two days. */
    dueSoon: count,
    perSecond: count,
    seconds: count,
    /** What the probe last saw of the platform: retrying while it is down only brings the failures back. */
    platformState: short.nullable(),
  })
  .meta({ id: 'RestartPreview' })

export const restartRow = z
  .object({
    id,
    cause,
    reason: long,
    by: personRef.nullable(),
    state: z.enum(['running', 'done', 'stopped']),
    createdAt: instant,
    endedAt: instant.nullable(),
    perSecond: count,
    municipalities: z.array(municipalityRef).max(500),
    leftOut: count,
    counts: z.object({
      total: count,
      /** Not asked for yet. */
      waiting: count,
      /** Asked for, and no answer yet. */
      asked: count,
      /** On their way again. */
      restarted: count,
      /** The same step has failed again since. */
      blockedAgain: count,
      /** Put right meanwhile by somebody else, or by itself. */
      skipped: count,
      stopped: count,
    }),
  })
  .meta({ id: 'Restart' })

export const itemStates = ['waiting', 'asked', 'restarted', 'blocked-again', 'skipped', 'stopped'] as const

const restartItem = z
  .object({
    caseId: id,
    incidentId: short,
    number: short,
    municipality: municipalityRef,
    requestId: id,
    state: z.enum(itemStates),
    askedAt: instant.nullable(),
    /** Why it was not done, or failed again. */
    message: long.nullable(),
  })
  .meta({ id: 'RestartItem' })

const params = z.object({ restartId: id })
const what = {
  group: short,
  municipality: id.optional(),
  perSecond: z.int().min(1).max(200).meta({ format: 'int32' }).default(20),
}

export const previewRestart = contract({
  id: 'previewRestart',
  method: 'post',
  path: '/restart-previews',
  auth: 'session',
  action: 'incidents.resolve-many',
  tag: 'Guasti',
  summary: 'Che cosa farebbe una ripartenza, prima di chiederla',
  body: z.strictObject(what),
  answers: { 200: restartPreview },
})

/** `Idempotency-Key` is the mass retry's id: asked twice, it is one. */
export const startRestart = contract({
  id: 'startRestart',
  method: 'post',
  path: '/restarts',
  auth: 'session',
  action: 'incidents.resolve-many',
  tag: 'Guasti',
  summary: 'Fai ripartire i casi di una causa',
  body: z.strictObject({ ...what, reason: long.min(1) }),
  idempotent: true,
  answers: { 200: restartRow, 201: restartRow },
})

export const listRestarts = contract({
  id: 'listRestarts',
  method: 'get',
  path: '/restarts',
  auth: 'session',
  action: 'incidents.read',
  tag: 'Guasti',
  summary: 'Ripartenze, le ultime prima',
  query: z.object({ municipality: id.optional() }),
  answers: { 200: page(restartRow) },
})

export const getRestart = contract({
  id: 'getRestart',
  method: 'get',
  path: '/restarts/{restartId}',
  auth: 'session',
  action: 'incidents.read',
  tag: 'Guasti',
  summary: 'Una ripartenza e a che punto è',
  params,
  answers: { 200: restartRow },
})

export const listRestartItems = contract({
  id: 'listRestartItems',
  method: 'get',
  path: '/restarts/{restartId}/items',
  auth: 'session',
  action: 'incidents.read',
  tag: 'Guasti',
  summary: 'Le pratiche di una ripartenza, con che cosa ne è stato',
  params,
  query: z.object({ state: z.enum(itemStates).optional() }),
  answers: { 200: page(restartItem) },
})

export const stopRestart = contract({
  id: 'stopRestart',
  method: 'post',
  path: '/restarts/{restartId}/stop',
  auth: 'session',
  action: 'incidents.resolve-many',
  tag: 'Guasti',
  summary: 'Interrompi una ripartenza: ciò che è già partito resta partito',
  params,
  body: z.strictObject({ reason: long.min(1) }),
  answers: { 200: restartRow },
})
