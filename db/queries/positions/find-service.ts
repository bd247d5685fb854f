import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { paymentService } from '../../schema/positions.ts'

export type PaymentService = typeof paymentService.$inferSelect

/** One of the town's payment services; also one that is no longer offered, for what was asked before. */
export async function findService(tx: Tx, municipality: string, code: string): Promise<PaymentService | null> {
  const [found] = await tx
    .select()
    .from(paymentService)
    .where(and(eq(paymentService.municipalityId, municipality), eq(paymentService.code, code)))
  return found ?? null
}

/** What people may be asked to pay for now, by name. */
export async function listServices(tx: Tx, municipality: string): Promise<PaymentService[]> {
  return tx
    .select()
    .from(paymentService)
    .where(and(eq(paymentService.municipalityId, municipality), eq(paymentService.isActive, true)))
    .orderBy(asc(paymentService.name), asc(paymentService.code))
}
