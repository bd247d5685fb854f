import { z } from 'zod'

import type { Db } from '../../db/client.ts'
import { listen } from '../../db/listen.ts'
import { readOutboxAnswer } from '../../db/queries/read-outbox-answer.ts'
import type { Json } from '../../engine/json.ts'

/** What the case said to an act. */
export type Answered =
  | { state: 'done'; revision: number; at: string }
  | { state: 'refused'; refusal: { kind: 'stale' | 'not-allowed' | 'invalid'; message: string; fields: FieldFault[] } }

interface FieldFault {
  path: string
  message: string
}

export interface AnswerDesk {
  /** The answer to an outbox message, or null when none has come within `milliseconds`. */
  wait(municipality: string, id: number, milliseconds: number): Promise<Answered | null>
  stop(): Promise<void>
}

// Notifications can be lost (a connection that was reopened): the desk looks by itself now and then.
const lookEvery = 500

/** One listening connection for all who wait for an answer in this process. */
export function openAnswerDesk(db: Db, databaseUrl: string, onError: (error: unknown) => void): AnswerDesk {
  const waiting = new Map<number, Set<() => void>>()
  const listening = listen({ url: databaseUrl, channel: 'outbox_answer', onError }, payload => {
    for (const wake of waiting.get(Number(payload)) ?? []) wake()
  })
  const pause = (id: number, milliseconds: number): Promise<void> =>
    new Promise(resolve => {
      const done = () => {
        clearTimeout(timer)
        waiting.get(id)?.delete(done)
        if (waiting.get(id)?.size === 0) waiting.delete(id)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      waiting.set(id, (waiting.get(id) ?? new Set()).add(done))
    })
  return {
    wait: async (municipality, id, milliseconds) => {
      const until = Date.now() + milliseconds
      for (;;) {
        const left = until - Date.now()
        const heard = left > 0 ? pause(id, Math.min(lookEvery, left)) : null
        const found = await db.withTenants([municipality], tx => readOutboxAnswer(tx, municipality, id))
        if (found?.delivered) return answeredOf(found.answer, found.at)
        if (!heard) return null
        await heard
      }
    },
    stop: () => listening.stop(),
  }
}

const stored = z.union([
  z.object({ accepted: z.literal(true), revision: z.int().optional() }),
  z.object({
    accepted: z.literal(false),
    refusal: z.object({
      kind: z.enum(['stale', 'not-allowed', 'invalid']),
      message: z.string(),
      fields: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
    }),
  }),
])

/** The relay's stored answer, read. */
export function answeredOf(answer: Json, at: string): Answered {
  const read = stored.parse(answer)
  return read.accepted
    ? { state: 'done', revision: read.revision ?? 0, at }
    : { state: 'refused', refusal: read.refusal }
}
