import { and, asc, eq, lt, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { effect } from '../schema/platforms.ts'

export type StuckEffect = Awaited<ReturnType<typeof stuckEffects>>[number]

/** A town's effects of which nobody has said how they ended, although nobody may be on them any more since `seconds`. Oldest first. */
export async function stuckEffects(
  tx: Tx,
  municipality: string,
  { seconds, limit }: { seconds: number; limit: number },
) {
  return tx
    .select({
      id: effect.id,
      caseId: effect.caseId,
      work: effect.work,
      operation: effect.operation,
      platform: effect.platform,
      createdAt: effect.createdAt,
    })
    .from(effect)
    .where(
      and(
        eq(effect.municipalityId, municipality),
        eq(effect.status, 'intent'),
        lt(effect.leaseUntil, sql`now() - make_interval(secs => ${seconds})`),
      ),
    )
    .orderBy(asc(effect.leaseUntil), asc(effect.id))
    .limit(limit)
}
