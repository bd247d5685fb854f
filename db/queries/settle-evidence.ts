import { and, eq, isNotNull, ne, or, sql } from 'drizzle-orm'
import type { Instant } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { identityEvidence } from '../schema/cases.ts'

export interface VerifiedEvidence {
  municipality: string
  id: string
  assertionId: string
  fiscalCode: string
  level: number
  issuer: string
  issuedAt: Instant
  /** Our request that it answers. */
  requestId: string
}

/**
 * Writes what the verification found. False, and nothing written, when the same assertion or the same request already vouches for another
 * person in this town: two verifications at once cannot both pass.
 */
export async function settleEvidence(tx: Tx, found: VerifiedEvidence): Promise<boolean> {
  for (const id of [found.assertionId, found.requestId].toSorted()) {
    const key = `evidence/${found.municipality}/${id}`
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
  }
  const [other] = await tx
    .select({ id: identityEvidence.id })
    .from(identityEvidence)
    .where(
      and(
        eq(identityEvidence.municipalityId, found.municipality),
        ne(identityEvidence.id, found.id),
        isNotNull(identityEvidence.verifiedAt),
        ne(identityEvidence.fiscalCode, found.fiscalCode),
        or(eq(identityEvidence.assertionId, found.assertionId), eq(identityEvidence.requestId, found.requestId)),
      ),
    )
    .limit(1)
  if (other !== undefined) return false
  await tx
    .update(identityEvidence)
    .set({
      assertionId: found.assertionId,
      fiscalCode: found.fiscalCode,
      level: found.level,
      issuer: found.issuer,
      issuedAt: found.issuedAt,
      verifiedAt: sql`now()`,
      refusal: null,
    })
    .where(and(eq(identityEvidence.municipalityId, found.municipality), eq(identityEvidence.id, found.id)))
  return true
}
