import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { caseRecord } from '../schema/cases.ts'

/** A town's case; null when it is not there. */
export async function findCaseRecord(
  tx: Tx,
  municipality: string,
  caseId: string,
): Promise<typeof caseRecord.$inferSelect | null> {
  const [found] = await tx
    .select()
    .from(caseRecord)
    .where(and(eq(caseRecord.municipalityId, municipality), eq(caseRecord.id, caseId)))
  return found ?? null
}
