import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { consistencyFinding } from '../schema/consistency.ts'

/** It is over: by itself, or because a person has seen to it. */
export async function settleFinding(tx: Tx, municipality: string, id: string): Promise<void> {
  await tx
    .update(consistencyFinding)
    .set({ state: 'gone', settledAt: sql`now()`, repairs: 0 })
    .where(and(eq(consistencyFinding.municipalityId, municipality), eq(consistencyFinding.id, id)))
}
