import { eq, max } from 'drizzle-orm'
import type { Instant } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { receipt } from '../schema/payments.ts'

/** When the latest payment known to us was made; null while there is none. */
export async function lastReceiptAt(tx: Tx, municipality: string): Promise<Instant | null> {
  const [found] = await tx
    .select({ at: max(receipt.paidAt) })
    .from(receipt)
    .where(eq(receipt.municipalityId, municipality))
  return found?.at ?? null
}
