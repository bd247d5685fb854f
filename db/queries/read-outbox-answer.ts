import { and, eq } from 'drizzle-orm'
import type { Instant, Json } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { outbox } from '../schema/journals.ts'

export type OutboxAnswer =
  { delivered: false; tries: number; lastError: string | null } | { delivered: true; at: Instant; answer: Json }

/** What became of a message; null when this town has none with this id. */
export async function readOutboxAnswer(tx: Tx, municipality: string, id: number): Promise<OutboxAnswer | null> {
  const [row] = await tx
    .select()
    .from(outbox)
    .where(and(eq(outbox.municipalityId, municipality), eq(outbox.id, id)))
  if (row === undefined) return null
  if (row.deliveredAt === null) return { delivered: false, tries: row.tries, lastError: row.lastError }
  return { delivered: true, at: row.deliveredAt, answer: row.answer }
}
