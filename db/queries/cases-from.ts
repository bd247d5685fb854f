import { and, asc, count, eq, gt } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { caseRecord } from '../schema/cases.ts'
import type { CaseRecord } from './insert-case.ts'

const ofTown = (municipality: string) => and(eq(caseRecord.municipalityId, municipality), eq(caseRecord.driver, 'case'))

/** A town's cases that a workflow runs or ran, in the order of their ids, from the one after `after`. */
export async function casesFrom(
  tx: Tx,
  municipality: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<CaseRecord[]> {
  return tx
    .select()
    .from(caseRecord)
    .where(and(ofTown(municipality), after === null ? undefined : gt(caseRecord.id, after)))
    .orderBy(asc(caseRecord.id))
    .limit(limit)
}

export async function countCasesFrom(tx: Tx, municipality: string): Promise<number> {
  const [counted] = await tx.select({ cases: count() }).from(caseRecord).where(ofTown(municipality))
  return counted?.cases ?? 0
}
