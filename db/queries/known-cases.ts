import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { caseRecord } from '../schema/cases.ts'

/** Which of these ids are cases of the town. */
export async function knownCases(tx: Tx, municipality: string, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: caseRecord.id })
    .from(caseRecord)
    .where(and(eq(caseRecord.municipalityId, municipality), inArray(caseRecord.id, ids)))
  return new Set(rows.map(row => row.id))
}
