import { z } from 'zod'

import { contract } from './contract.ts'
import { caseParams, count, id, instant, json, jsonObject, long, short, text } from './common.ts'

export const actNames = ['retry', 'amend', 'record-outcome', 'not-done', 'suspend', 'resume', 'close'] as const

/** An act done to a case by staff; tasks have verbs of their own. Ids are those of the case page. */
export const actBody = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('retry'), incident: short }),
    z.strictObject({
      type: z.literal('amend'),
      incident: short.optional(),
      set: z
        .array(z.strictObject({ path: z.string().min(1).max(300), value: json }))
        .min(1)
        .max(50),
    }),
    z.strictObject({ type: z.literal('record-outcome'), incident: short, output: jsonObject, source: long.min(1) }),
    z.strictObject({ type: z.literal('not-done'), incident: short, source: long.min(1) }),
    z.strictObject({ type: z.literal('suspend') }),
    z.strictObject({ type: z.literal('resume') }),
    z.strictObject({ type: z.literal('close'), ground: long.min(1) }),
  ])
  .meta({ id: 'ActBody' })

/** What may be done now, with what it will do in words, to be shown before the person confirms. */
export const allowedAct = z
  .object({
    act: z.enum(actNames),
    incident: short.nullable(),
    label: text,
    preview: text,
    tone: z.enum(['primary', 'plain', 'danger']),
    /** For amend: the values the failed step was given, path by path. For record-outcome: the shape of the result. */
    fields: z.array(z.object({ path: short, label: text, value: json, type: short, required: z.boolean() })).max(100),
  })
  .meta({ id: 'AllowedAct' })

export const actAnswer = z
  .object({ state: z.literal('done'), requestId: id, revision: count, at: instant })
  .meta({ id: 'ActAnswer' })

/** Recorded and on its way: ask `links.self` again, or wait for the live event. */
export const actPending = z
  .object({ state: z.literal('pending'), requestId: id, links: z.object({ self: short }) })
  .meta({ id: 'ActPending' })

export const actRefused = z
  .object({
    state: z.literal('refused'),
    requestId: id,
    refusal: z.object({
      kind: short,
      message: long,
      fields: z.array(z.object({ path: short, message: long })).max(200),
    }),
  })
  .meta({ id: 'ActRefused' })

/** `Idempotency-Key` is the act's request id; `If-Match: "<revision>"` refuses it when the case has moved on. */
export const actOnCase = contract({
  id: 'actOnCase',
  method: 'post',
  path: '/cases/{caseId}/acts',
  auth: 'session',
  action: 'cases.act',
  tag: 'Pratiche',
  summary: 'Compi un atto sulla pratica: riprova, correggi, registra un esito, sospendi, chiudi',
  params: caseParams,
  body: z.strictObject({ act: actBody, reason: long.min(1), revision: count.optional() }),
  idempotent: true,
  answers: { 200: actAnswer, 202: actPending },
})

export const getAct = contract({
  id: 'getAct',
  method: 'get',
  path: '/cases/{caseId}/acts/{requestId}',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Come è finito un atto',
  params: caseParams.extend({ requestId: id }),
  answers: { 200: z.discriminatedUnion('state', [actAnswer, actPending, actRefused]) },
})

/** Only for cases in rehearsal: moves the case's clock on the real engine. */
export const advanceTime = contract({
  id: 'advanceTime',
  method: 'post',
  path: '/cases/{caseId}/advance-time',
  auth: 'session',
  action: 'cases.advance-time',
  tag: 'Prova',
  summary: 'Porta la pratica avanti nel tempo (solo in prova)',
  params: caseParams,
  body: z.strictObject({ to: instant }),
  idempotent: true,
  answers: { 202: actPending },
})
