import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { caseView } from '../schema/projections.ts'

/** Where in its life a case is shown; null when it is not shown at all. */
export async function readPlace(tx: Tx, municipality: string, caseId: string) {
  const [place] = await tx
    .select({ run: caseView.run, historyLength: caseView.historyLength, revision: caseView.revision })
    .from(caseView)
    .where(and(eq(caseView.municipalityId, municipality), eq(caseView.caseId, caseId)))
  return place ?? null
}
