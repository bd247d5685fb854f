import type { Tx } from '../client.ts'
import { messageOut } from '../schema/payments.ts'

/** Keeps what was told to the citizen, once per step. */
export async function storeMessage(tx: Tx, row: typeof messageOut.$inferInsert): Promise<void> {
  await tx
    .insert(messageOut)
    .values(row)
    .onConflictDoUpdate({
      target: [messageOut.municipalityId, messageOut.naturalKey],
      set: { channel: row.channel, state: row.state, externalId: row.externalId ?? null, sentAt: row.sentAt ?? null },
    })
}
