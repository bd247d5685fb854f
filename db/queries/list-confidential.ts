import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { confidentialRecord } from '../schema/cases.ts'

/** Confidential records of a case by id; `content` is still sealed, under `confidential_record/<id>`. */
export async function listConfidential(tx: Tx, municipality: string, caseId: string, ids: string[]) {
  if (ids.length === 0) return []
  return tx
    .select({ id: confidentialRecord.id, kind: confidentialRecord.kind, content: confidentialRecord.content })
    .from(confidentialRecord)
    .where(
      and(
        eq(confidentialRecord.municipalityId, municipality),
        eq(confidentialRecord.caseId, caseId),
        inArray(confidentialRecord.id, ids),
      ),
    )
}
