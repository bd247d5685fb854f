import { and, eq } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import type { Keys } from '../../db/keys.ts'
import { document } from '../../db/schema/cases.ts'
import type { FileBody } from '../http/route.ts'
import { sealContexts } from '../keys.ts'

export type DocumentRecord = typeof document.$inferSelect

export async function findDocument(tx: Tx, caseId: string, documentId: string): Promise<DocumentRecord | undefined> {
  const [found] = await tx
    .select()
    .from(document)
    .where(and(eq(document.caseId, caseId), eq(document.id, documentId)))
  return found
}

/** The clear bytes to send: opened when sealed. */
export async function fileOf(keys: Keys, found: DocumentRecord): Promise<FileBody> {
  const bytes = found.sealed
    ? await keys.openFor(found.municipalityId, found.bytes, sealContexts.document(found.id))
    : found.bytes
  return { bytes, mediaType: found.mediaType, name: found.name }
}
