import { and, eq, sql } from 'drizzle-orm'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { outbox } from '../schema/journals.ts'

export type OutboxMessage = {
  municipality: string
  payload: JsonObject
  /** The same key is the same message: the workflow's start, an act's request id, a delivery's id. */
  idempotencyKey: string
} & (
  { caseId: string; kind: 'start' | 'update' | 'signal' | 'advance-time' } | { caseId: null; kind: 'chore' | 'flow' }
)

export interface Enqueued {
  id: number
  /** False: this key is known, nothing was added. */
  fresh: boolean
  deliveredAt: string | null
  answer: Json | null
}

/** Writes what must reach a workflow, in the transaction that decided it, and wakes the relay at commit. */
export async function enqueueOutbox(tx: Tx, message: OutboxMessage): Promise<Enqueued> {
  const { municipality, ...rest } = message
  const answer = { id: outbox.id, deliveredAt: outbox.deliveredAt, answer: outbox.answer }
  const [added] = await tx
    .insert(outbox)
    .values({ municipalityId: municipality, ...rest })
    .onConflictDoNothing({ target: [outbox.municipalityId, outbox.idempotencyKey] })
    .returning(answer)
  if (added !== undefined) {
    await tx.execute(sql`select pg_notify('outbox', '')`)
    return { ...added, fresh: true }
  }
  const [known] = await tx
    .select(answer)
    .from(outbox)
    .where(and(eq(outbox.municipalityId, municipality), eq(outbox.idempotencyKey, message.idempotencyKey)))
  if (known === undefined) throw new Error(`Outbox message ${message.idempotencyKey} is neither new nor known`)
  return { ...known, fresh: false }
}
