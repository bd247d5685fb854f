import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { notice } from '../schema/payments.ts'

/** Whether a town has a notice that may still be paid; one that pagoPA may not know yet counts, for its creation may have been lost on the way back. */
export async function awaitsPayment(tx: Tx, municipality: string): Promise<boolean> {
  const found = await tx
    .select({ id: notice.id })
    .from(notice)
    .where(and(eq(notice.municipalityId, municipality), inArray(notice.state, ['created', 'published', 'expired'])))
    .limit(1)
  return found.length > 0
}
