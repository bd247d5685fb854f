import { and, eq, ne, sql } from 'drizzle-orm'
import type { Json } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { effect } from '../schema/platforms.ts'
import type { Intent } from './open-intent.ts'

/**
 * The effect has happened. What really happened outside is true whoever tells it: also a caller whose lease had run out is heard, as long as
 * nothing is settled yet. Returns the outcome that holds: the first one.
 */
export async function settleIntent(tx: Tx, intent: Intent, outcome: Json): Promise<Json> {
  const [settled] = await tx
    .update(effect)
    .set({ status: 'done', outcome, settledAt: sql`now()` })
    .where(and(isIntent(intent), ne(effect.status, 'done')))
    .returning({ outcome: effect.outcome })
  if (settled !== undefined) return settled.outcome
  const [first] = await tx.select({ outcome: effect.outcome }).from(effect).where(isIntent(intent))
  if (first === undefined) throw new Error(`Effect ${intent.key} is not known`)
  return first.outcome
}

const isIntent = (intent: Intent) => and(eq(effect.municipalityId, intent.municipality), eq(effect.key, intent.key))
