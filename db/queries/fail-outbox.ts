import { and, eq, isNull } from 'drizzle-orm'
import type { Instant } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { outbox } from '../schema/journals.ts'

/** Not delivered: to be tried again at `nextAt`. `error` is for the operator, without personal data. */
export async function failOutbox(
  tx: Tx,
  message: { municipalityId: string; id: number },
  failure: { error: string; nextAt: Instant },
): Promise<void> {
  await tx
    .update(outbox)
    .set({ lastError: failure.error, nextAt: failure.nextAt })
    .where(
      and(eq(outbox.municipalityId, message.municipalityId), eq(outbox.id, message.id), isNull(outbox.deliveredAt)),
    )
}
