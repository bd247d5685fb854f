import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { entryAssignment } from '../../schema/treasury.ts'

/** The reports and payments that people ever assigned an entry to, also those that were taken back: they stand otherwise since. */
export async function everAssigned(
  tx: Tx,
  municipality: string,
  entry: string,
): Promise<{ flowKeys: string[]; iuvs: string[] }> {
  const rows = await tx
    .select({ flowKey: entryAssignment.flowId, iuv: entryAssignment.iuv })
    .from(entryAssignment)
    .where(and(eq(entryAssignment.municipalityId, municipality), eq(entryAssignment.entryId, entry)))
  return { flowKeys: rows.flatMap(row => row.flowKey ?? []), iuvs: rows.flatMap(row => row.iuv ?? []) }
}
