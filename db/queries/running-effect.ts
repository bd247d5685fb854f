import { and, desc, eq, gt, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { effect } from '../schema/platforms.ts'

/** Until when an operation of the case may still be at work outside, or null: a try that was called off keeps its lease. */
export async function runningEffect(
  tx: Tx,
  of: { municipality: string; caseId: string; operation: string },
): Promise<string | null> {
  const [found] = await tx
    .select({ until: effect.leaseUntil })
    .from(effect)
    .where(
      and(
        eq(effect.municipalityId, of.municipality),
        eq(effect.caseId, of.caseId),
        eq(effect.operation, of.operation),
        eq(effect.status, 'intent'),
        gt(effect.leaseUntil, sql`now()`),
      ),
    )
    .orderBy(desc(effect.leaseUntil))
    .limit(1)
  return found?.until ?? null
}
