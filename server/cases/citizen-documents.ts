import { and, desc, eq, ne } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { document } from '../../db/schema/cases.ts'
import { documentColumns } from './document-rows.ts'

/** What the citizen sent and was sent; the office's own papers stay with the office. */
export async function listDocumentsFor(tx: Tx, municipality: string, caseId: string) {
  return tx
    .select(documentColumns)
    .from(document)
    .where(
      and(eq(document.municipalityId, municipality), eq(document.caseId, caseId), ne(document.direction, 'internal')),
    )
    .orderBy(desc(document.createdAt))
    .limit(500)
}
