import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { identityEvidence } from '../schema/cases.ts'

/** The evidence of identity of a case; `raw` is still sealed, under `identity_evidence/<id>`. */
export async function findEvidence(tx: Tx, municipality: string, caseId: string, id: string) {
  const [found] = await tx
    .select()
    .from(identityEvidence)
    .where(
      and(
        eq(identityEvidence.municipalityId, municipality),
        eq(identityEvidence.caseId, caseId),
        eq(identityEvidence.id, id),
      ),
    )
  return found ?? null
}
