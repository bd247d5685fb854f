import { and, eq, sql } from 'drizzle-orm'
import type { Json } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { effect } from '../schema/platforms.ts'
import type { Intent } from './open-intent.ts'

/**
 * The platform refused the request: nothing happened outside, the key may be used again. `detail` is its answer.
 * False when the lease was lost: whoever holds it now decides.
 */
export async function refuseIntent(tx: Tx, intent: Intent, detail: Json = null): Promise<boolean> {
  const changed = await tx
    .update(effect)
    .set({ status: 'refused', outcome: detail, settledAt: sql`now()` })
    .where(
      and(
        eq(effect.municipalityId, intent.municipality),
        eq(effect.key, intent.key),
        eq(effect.generation, intent.generation),
        eq(effect.status, 'intent'),
      ),
    )
    .returning({ key: effect.key })
  return changed.length > 0
}
