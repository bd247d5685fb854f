import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { document } from '../schema/cases.ts'

/** Writes on a file under which number it was registered. */
export async function noteProtocol(tx: Tx, municipality: string, documentId: string, protocol: string): Promise<void> {
  await tx
    .update(document)
    .set({ protocol })
    .where(and(eq(document.municipalityId, municipality), eq(document.id, documentId)))
}
