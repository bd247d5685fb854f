import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { document } from '../schema/cases.ts'

/** Name and SHA-256 of a file, for a register that wants to know what it registers; its bytes stay here. */
export async function documentDigest(tx: Tx, municipality: string, id: string) {
  const [found] = await tx
    .select({ name: document.name, sha256: document.sha256 })
    .from(document)
    .where(and(eq(document.municipalityId, municipality), eq(document.id, id)))
  return found ?? null
}
