import { and, eq, inArray, lte, or, sql } from 'drizzle-orm'
import type { Instant, Json } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { effect } from '../schema/platforms.ts'

export interface IntentRequest {
  municipality: string
  /** `<municipality>:<case>:<node instance>:<business attempt>`; never a run id. */
  key: string
  caseId?: string
  work?: string
  attempt?: number
  operation: string
  platform: string
  /** SHA-256 of the canonical request. */
  requestDigest: string
  /** Longer than the call may take, its abortion included. */
  leaseSeconds: number
}

/** The lease of who may act on an effect now; `generation` goes back into settle, mark and void. */
export interface Intent {
  municipality: string
  key: string
  generation: number
}

export type Opened =
  /** Nobody has touched the outside under this key: call. */
  | { kind: 'fresh'; intent: Intent }
  /** Done before: this is what came of it. */
  | { kind: 'done'; outcome: Json }
  /** Someone else is on it until then: come back later. */
  | { kind: 'running'; until: Instant }
  /** Someone was, and never said how it ended: ask the platform. The lease is yours. */
  | { kind: 'unknown'; intent: Intent; since: Instant }
  /** A person must find out; nothing may be sent. */
  | { kind: 'to-verify'; since: Instant }

/**
 * Declares that an effect on the outside is about to happen. Of any number of callers with one key, one gets `fresh`.
 * Commit before calling outside: an intent that is rolled back protects nobody.
 */
export async function openIntent(tx: Tx, request: IntentRequest): Promise<Opened> {
  const lease = sql`now() + make_interval(secs => ${request.leaseSeconds})`
  const inserted = await insertIntent(tx, request, lease)
  if (inserted !== undefined) return { kind: 'fresh', intent: intentOf(request, inserted.generation) }
  const known = await readEffect(tx, request)
  switch (known.status) {
    case 'done':
      return { kind: 'done', outcome: known.outcome }
    case 'to-verify':
      return { kind: 'to-verify', since: known.createdAt }
    case 'intent':
    case 'refused':
    case 'void':
      break
  }
  const taken = await takeOver(tx, request, lease)
  if (taken === undefined) return { kind: 'running', until: known.leaseUntil }
  const intent = intentOf(request, taken.generation)
  return known.status === 'intent' ? { kind: 'unknown', intent, since: known.createdAt } : { kind: 'fresh', intent }
}

const intentOf = (request: IntentRequest, generation: number): Intent => ({
  municipality: request.municipality,
  key: request.key,
  generation,
})

async function insertIntent(tx: Tx, request: IntentRequest, lease: ReturnType<typeof sql>) {
  const [inserted] = await tx
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
    })
    .onConflictDoNothing({ target: [effect.municipalityId, effect.key] })
    .returning({ generation: effect.generation })
  return inserted
}

/** Locked: between reading and taking over, nobody else decides. */
async function readEffect(tx: Tx, request: IntentRequest) {
  const [known] = await tx
    .select()
    .from(effect)
    .where(and(eq(effect.municipalityId, request.municipality), eq(effect.key, request.key)))
    .for('update')
  if (known === undefined) throw new Error(`Effect ${request.key} is neither new nor known`)
  return known
}

/** A refusal and a void left nothing outside: the key may be used again. An intent may be, once its lease has run out. */
async function takeOver(tx: Tx, request: IntentRequest, lease: ReturnType<typeof sql>) {
  const [taken] = await tx
    .update(effect)
    .set({
      status: 'intent',
      generation: sql`${effect.generation} + 1`,
      leaseUntil: lease,
      requestDigest: request.requestDigest,
      outcome: null,
      settledAt: null,
    })
    .where(
      and(
        eq(effect.municipalityId, request.municipality),
        eq(effect.key, request.key),
        or(
          inArray(effect.status, ['refused', 'void']),
          and(eq(effect.status, 'intent'), lte(effect.leaseUntil, sql`now()`)),
        ),
      ),
    )
    .returning({ generation: effect.generation })
  return taken
}
