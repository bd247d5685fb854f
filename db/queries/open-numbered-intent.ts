import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Instant, Json } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { effect } from '../schema/platforms.ts'
import { nextTimedNumber } from './next-timed-number.ts'
import type { Intent, IntentRequest } from './open-intent.ts'

export type NumberedIntent =
  /** Send with this number. `again`: it was meant to be sent before, the platform may know it and then answers as it did. */
  | { kind: 'send'; intent: Intent; number: number; again: boolean }
  | { kind: 'done'; outcome: Json }
  | { kind: 'running'; until: Instant }

const noted = z.object({ number: z.int() })

/**
 * An intent that carries one of a platform's increasing numbers, stored before it is sent. A call whose answer was lost keeps its number;
 * one that was answered by an error or never left gets a new one. Commit before calling.
 */
export async function openNumberedIntent(tx: Tx, request: IntentRequest): Promise<NumberedIntent> {
  const where = and(eq(effect.municipalityId, request.municipality), eq(effect.key, request.key))
  const [known] = await tx
    .select({ row: effect, expired: sql<boolean>`${effect.leaseUntil} <= now()` })
    .from(effect)
    .where(where)
    .for('update')
  if (known?.row.status === 'done') return { kind: 'done', outcome: known.row.outcome }
  if (known?.row.status === 'intent' && !known.expired) return { kind: 'running', until: known.row.leaseUntil }
  const kept = known?.row.status === 'intent' ? noted.safeParse(known.row.outcome).data?.number : undefined
  const number = kept ?? (await nextTimedNumber(tx, request.municipality, request.platform))
  const lease = sql`now() + make_interval(secs => ${request.leaseSeconds})`
  const [opened] = await tx
    .insert(effect)
    .values({
      municipalityId: request.municipality,
      key: request.key,
      caseId: request.caseId ?? null,
      work: request.work ?? null,
      attempt: request.attempt ?? 1,
      operation: request.operation,
      platform: request.platform,
      requestDigest: request.requestDigest,
      status: 'intent',
      leaseUntil: lease,
      outcome: { number },
    })
    .onConflictDoUpdate({
      target: [effect.municipalityId, effect.key],
      set: {
        status: 'intent',
        generation: sql`${effect.generation} + 1`,
        leaseUntil: lease,
        outcome: { number },
        settledAt: null,
      },
    })
    .returning({ generation: effect.generation })
  if (opened === undefined) throw new Error(`Effect ${request.key} could not be opened`)
  const intent = { municipality: request.municipality, key: request.key, generation: opened.generation }
  return { kind: 'send', intent, number, again: kept !== undefined }
}
