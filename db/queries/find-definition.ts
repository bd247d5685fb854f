import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { definition } from '../schema/definitions.ts'

/** The version of a procedure in force; null when there is no such procedure. */
export async function latestDefinition(tx: Tx, procedure: string): Promise<typeof definition.$inferSelect | null> {
  const [latest] = await tx
    .select()
    .from(definition)
    .where(eq(definition.procedure, procedure))
    .orderBy(desc(definition.version))
    .limit(1)
  return latest ?? null
}

/** The version of a procedure with this plan: what a case was moved to. */
export async function definitionByHash(
  tx: Tx,
  procedure: string,
  planHash: string,
): Promise<typeof definition.$inferSelect | null> {
  const [found] = await tx
    .select()
    .from(definition)
    .where(and(eq(definition.procedure, procedure), eq(definition.planHash, planHash)))
  return found ?? null
}

/** The version that a case is pinned to. */
export async function definitionById(tx: Tx, id: string): Promise<typeof definition.$inferSelect | null> {
  const [found] = await tx.select().from(definition).where(eq(definition.id, id))
  return found ?? null
}
