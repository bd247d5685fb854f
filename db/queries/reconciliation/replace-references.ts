import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { entryReference } from '../../schema/treasury.ts'

export type NewReference = Omit<typeof entryReference.$inferInsert, 'municipalityId'>

/** What the texts of these entries name, in place of what they named before. */
export async function replaceReferences(
  tx: Tx,
  municipality: string,
  entryIds: string[],
  references: NewReference[],
): Promise<void> {
  if (entryIds.length === 0) return
  await tx
    .delete(entryReference)
    .where(and(eq(entryReference.municipalityId, municipality), inArray(entryReference.entryId, entryIds)))
  const batch = 2_000
  for (let at = 0; at < references.length; at += batch) {
    const rows = references.slice(at, at + batch).map(it => ({ ...it, municipalityId: municipality }))
    await tx.insert(entryReference).values(rows)
  }
}
