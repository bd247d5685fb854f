import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { document } from '../schema/cases.ts'

export type NewDocument = typeof document.$inferInsert & { naturalKey: string }

/** Stores the file of a step, once: with a known natural key nothing is written and the first file's id comes back. */
export async function storeDocument(tx: Tx, row: NewDocument): Promise<string> {
  const [added] = await tx
    .insert(document)
    .values(row)
    .onConflictDoNothing({ target: [document.municipalityId, document.naturalKey] })
    .returning({ id: document.id })
  const id = added?.id ?? (await findDocumentOf(tx, row.municipalityId, row.naturalKey))
  if (id === null) throw new Error('A document is neither new nor known')
  return id
}

/** The file that a step has already stored. */
export async function findDocumentOf(tx: Tx, municipality: string, naturalKey: string): Promise<string | null> {
  const [known] = await tx
    .select({ id: document.id })
    .from(document)
    .where(and(eq(document.municipalityId, municipality), eq(document.naturalKey, naturalKey)))
  return known?.id ?? null
}
