import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { identityEvidence } from '../schema/cases.ts'

/** Writes why an evidence of identity does not hold. */
export async function refuseEvidence(tx: Tx, municipality: string, id: string, reason: string): Promise<void> {
  await tx
    .update(identityEvidence)
    .set({ refusal: reason, verifiedAt: null })
    .where(and(eq(identityEvidence.municipalityId, municipality), eq(identityEvidence.id, id)))
}
