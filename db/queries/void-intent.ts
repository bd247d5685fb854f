import { and, eq, sql } from 'drizzle-orm'
import type { Json } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { effect } from '../schema/platforms.ts'
import type { Intent } from './open-intent.ts'

/**
 * It is certain that nothing happened outside (the call never left, or the platform was asked and knows of nothing): the key may be used
 * again. False when the lease was lost: whoever holds it now decides.
 */
export async function voidIntent(tx: Tx, intent: Intent, detail: Json = null): Promise<boolean> {
  const changed = await tx
    .update(effect)
    .set({ status: 'void', outcome: detail, settledAt: sql`now()` })
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
