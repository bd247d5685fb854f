import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Json } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { outbox } from '../schema/journals.ts'

/**
 * Delivered: stores the workflow's answer and wakes who waits for it (channel `outbox_answer`, the message's id as payload).
 * False when it had been settled before, by a relay that held it longer than its lease.
 */
export async function settleOutbox(
  tx: Tx,
  message: { municipalityId: string; id: number },
  answer: Json = null,
): Promise<boolean> {
  const settled = await tx
    .update(outbox)
    .set({ deliveredAt: sql`now()`, answer, lastError: null })
    .where(
      and(eq(outbox.municipalityId, message.municipalityId), eq(outbox.id, message.id), isNull(outbox.deliveredAt)),
    )
    .returning({ id: outbox.id })
  if (settled.length === 0) return false
  await tx.execute(sql`select pg_notify('outbox_answer', ${String(message.id)})`)
  return true
}
