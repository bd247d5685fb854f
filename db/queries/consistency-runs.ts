import { desc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { consistencyRun } from '../schema/consistency.ts'

export type ConsistencyRun = typeof consistencyRun.$inferSelect
export type RunFigures = Pick<ConsistencyRun, 'cases' | 'workflows' | 'found' | 'repaired' | 'error'>

/** Asks for a round now; one that waits already serves everybody. Returns its id. */
export async function askRun(tx: Tx, askedBy: string | null): Promise<string> {
  const [waiting] = await tx.select().from(consistencyRun).where(isNull(consistencyRun.startedAt)).limit(1)
  if (waiting !== undefined) return waiting.id
  const [asked] = await tx
    .insert(consistencyRun)
    .values({ askedAt: sql`now()`, askedBy })
    .returning({ id: consistencyRun.id })
  if (asked === undefined) throw new Error('The round was not asked for')
  await tx.execute(sql`select pg_notify('reconciler', '')`)
  return asked.id
}

/** The round that waits, begun; null when none does. Those of three months ago are forgotten. */
export async function beginRun(tx: Tx): Promise<string | null> {
  await tx.delete(consistencyRun).where(lt(consistencyRun.askedAt, sql`now() - interval '90 days'`))
  const [begun] = await tx
    .update(consistencyRun)
    .set({ startedAt: sql`now()` })
    .where(
      sql`${consistencyRun.id} = (select id from consistency_run where started_at is null order by asked_at limit 1)`,
    )
    .returning({ id: consistencyRun.id })
  return begun?.id ?? null
}

export async function endRun(tx: Tx, id: string, figures: RunFigures): Promise<void> {
  await tx
    .update(consistencyRun)
    .set({ ...figures, endedAt: sql`now()` })
    .where(eq(consistencyRun.id, id))
}

/** The round asked for last, and the last one that ended. */
export async function lastRuns(tx: Tx): Promise<{ last: ConsistencyRun | null; ended: ConsistencyRun | null }> {
  const [last] = await tx.select().from(consistencyRun).orderBy(desc(consistencyRun.askedAt)).limit(1)
  const [ended] = await tx
    .select()
    .from(consistencyRun)
    .where(isNotNull(consistencyRun.endedAt))
    .orderBy(desc(consistencyRun.endedAt))
    .limit(1)
  return { last: last ?? null, ended: ended ?? null }
}
