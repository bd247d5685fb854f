import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { effect } from '../schema/platforms.ts'
import type { Intent } from './open-intent.ts'

/**
 * The call has ended without an answer, so the lease need not run its whole length: from `graceSeconds` on, the next caller may ask the
 * platform. The grace is for what may still be on its way there.
 */
export async function releaseIntent(tx: Tx, intent: Intent, graceSeconds: number): Promise<void> {
  await tx
    .update(effect)
    .set({ leaseUntil: sql`now() + make_interval(secs => ${graceSeconds})` })
    .where(
      and(
        eq(effect.municipalityId, intent.municipality),
        eq(effect.key, intent.key),
        eq(effect.generation, intent.generation),
        eq(effect.status, 'intent'),
      ),
    )
}
