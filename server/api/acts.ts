import { z } from 'zod'

import { contract } from './contract.ts'
import { caseParams, count, id, instant, json, jsonObject, long, short, text } from './common.ts'
import { formField } from './forms.ts'

export const actNames = [
  'retry',
  'amend',
  'record-outcome',
  'not-done',
  'suspend',
  'resume',
  'reassign',
  'move',
  'message',
  'close',
] as const
export type ActName = (typeof actNames)[number]

/** An act done to a case by staff; who works on a task has verbs of their own. Ids are those of the case page. */
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
    z.strictObject({
      type: z.literal('reassign'),
      task: short,
      assignee: id.optional(),
      office: short.optional(),
    }),
    /** `from` is a step of the case page that waits, `to` an element of the diagram. */
    z.strictObject({ type: z.literal('move'), from: short, to: short }),
    /** One of those offered; `data` are the form's values by their keys. */
    z.strictObject({ type: z.literal('message'), name: short.min(1), data: jsonObject }),
    /** `ground` is one of those offered; some of them need a text that says why. */
    z.strictObject({ type: z.literal('close'), ground: short.min(1), text: long.optional() }),
  ])
  .meta({ id: 'ActBody' })

/** What may be done now. `preview` says it in general; ask for the act's own preview before it is confirmed. */
export const allowedAct = z
  .object({
    act: z.enum(actNames),
    /** What it is done to, when it is not the whole case: a failure, a task, or the step that is left. */
    incident: short.nullable(),
    task: short.nullable(),
    from: short.nullable(),
    /** Name of what the case is told. */
    message: short.nullable(),
    label: text,
    preview: text,
    tone: z.enum(['primary', 'plain', 'danger']),
    /** Words that the reason must have. */
    reasonWords: count,
    /** Refused before: what it speaks of may still be on its way. */
    notBefore: instant.nullable(),
    /** What to ask for besides the reason, as a form: `key` is the datum's path or the act's own member; `value` what stands there now. */
    fields: z.array(formField.extend({ value: json })).max(100),
  })
  .meta({ id: 'AllowedAct' })

/** What an act would do to the case as it stands at `revision`; nothing has been done. */
export const actPreview = z
  .object({
    revision: count,
    at: instant,
    /** Why it would be refused now. */
    refusal: z.object({ kind: short, message: long }).nullable(),
    lines: z
      .array(
        z.object({
          /** outside: a platform is called. citizen: what reaches the applicant. stops: what is taken away. opens: what is begun. case: the case itself. warning: mind this. */
          kind: z.enum(['outside', 'citizen', 'stops', 'opens', 'case', 'warning']),
          text,
        }),
      )
      .max(100),
    /** Data that change, and what the step is given otherwise than before. */
    changes: z.array(z.object({ path: short, label: text, before: text.nullable(), after: text.nullable() })).max(100),
  })
  .meta({ id: 'ActPreview' })

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
  summary:
    'Compi un atto sulla pratica: riprova, correggi, registra un esito, interrompi, passa, sposta, comunica, chiudi',
  params: caseParams,
  body: z.strictObject({ act: actBody, reason: long.min(1), revision: count.optional() }),
  idempotent: true,
  answers: { 200: actAnswer, 202: actPending },
})

/** The same engine on the case's state of this moment, without any effect. Send the act with the `revision` that the preview was made for. */
export const previewAct = contract({
  id: 'previewAct',
  method: 'post',
  path: '/cases/{caseId}/act-previews',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Che cosa farebbe un atto, prima di compierlo',
  params: caseParams,
  body: z.strictObject({ act: actBody }),
  answers: { 200: actPreview },
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
