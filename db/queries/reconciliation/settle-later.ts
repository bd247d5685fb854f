import { and, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import type { Tx } from '../../client.ts'
import { entryReference } from '../../schema/treasury.ts'
import { enqueueOutbox } from '../enqueue-outbox.ts'

/** A treasury entry that names this payment by itself is judged again: what it waited for may have come. Most payments are named by none. */
export async function settleLater(tx: Tx, municipality: string, iuv: string): Promise<void> {
  const [named] = await tx
    .select({ entry: entryReference.entryId })
    .from(entryReference)
    .where(
      and(
        eq(entryReference.municipalityId, municipality),
        eq(entryReference.kind, 'iuv'),
        eq(entryReference.value, iuv),
      ),
    )
    .limit(1)
  if (named === undefined) return
  await enqueueOutbox(tx, {
    municipality,
    caseId: null,
    kind: 'chore',
    payload: { name: 'settleEntry', subject: named.entry },
    idempotencyKey: `chore/settleEntry/${named.entry}/${randomUUID()}`,
  })
}
