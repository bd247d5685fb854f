import { z } from 'zod'

import type { Act } from '../../engine/event.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { ActRequest, CaseInput, Delivery } from '../../workflows/messages.ts'
import { jsonObject, json } from '../api/common.ts'

const actor = z.object({
  kind: z.enum(['staff', 'citizen', 'platform', 'system']),
  id: z.string(),
  role: z.string().exactOptional(),
})

const act = z.discriminatedUnion('type', [
  z.object({ type: z.literal('claim'), task: z.string(), assignee: z.string() }),
  z.object({ type: z.literal('release'), task: z.string() }),
  z.object({
    type: z.literal('reassign'),
    task: z.string(),
    assignee: z.string().exactOptional(),
    office: z.string().exactOptional(),
  }),
  z.object({ type: z.literal('complete'), task: z.string(), values: jsonObject }),
  z.object({ type: z.literal('retry'), incident: z.string() }),
  z.object({
    type: z.literal('amend'),
    incident: z.string().exactOptional(),
    set: z.array(z.object({ path: z.string(), value: json })),
  }),
  z.object({ type: z.literal('record-outcome'), incident: z.string(), output: json, source: z.string() }),
  z.object({ type: z.literal('not-done'), incident: z.string(), source: z.string() }),
  z.object({ type: z.literal('suspend') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('move'), from: z.string(), to: z.string() }),
  z.object({ type: z.literal('message'), name: z.string(), data: jsonObject }),
  z.object({ type: z.literal('close'), ground: z.string(), text: z.string().exactOptional() }),
]) satisfies z.ZodType<Act>

const actRequest = z.object({
  requestId: z.string(),
  actor,
  reason: z.string().exactOptional(),
  act,
  expectedRevision: z.int().exactOptional(),
}) satisfies z.ZodType<ActRequest>

const delivery = z.object({
  id: z.string(),
  kind: z.enum(['message', 'signal']).exactOptional(),
  name: z.string(),
  key: z.string().exactOptional(),
  data: jsonObject,
  actor: actor.exactOptional(),
}) satisfies z.ZodType<Delivery>

const started = z.object({
  definition: z.string(),
  number: z.string(),
  start: z.object({
    type: z.literal('start'),
    at: z.string(),
    data: jsonObject,
    message: z.string().exactOptional(),
    calendar: z
      .object({
        workingDays: z.array(z.int()),
        closed: z.array(z.string()),
        legal: z.array(z.string()).exactOptional(),
      })
      .exactOptional(),
  }) satisfies z.ZodType<CaseInput['start']>,
})

const channel = z.looseObject({ case: z.looseObject({ channel: z.string() }) })

export interface StartPayload {
  definition: string
  number: string
  start: CaseInput['start']
  channel: string
}

/** An outbox row's payload as it was written by this server; anything else is a defect and stays in the outbox with its error. */
export const actPayload = (payload: JsonObject): ActRequest => actRequest.parse(payload)
export const signalPayload = (payload: JsonObject): Delivery => delivery.parse(payload)
export const advancePayload = (payload: JsonObject): { seconds: number } =>
  z.object({ seconds: z.int() }).parse(payload)

export function startPayload(payload: JsonObject): StartPayload {
  const read = started.parse(payload)
  const found = channel.safeParse(read.start.data)
  return { ...read, channel: found.success ? found.data.case.channel : 'front-office' }
}
