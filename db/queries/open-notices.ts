import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { notice } from '../schema/payments.ts'
import type { Notice } from './positions/options-of.ts'

/** A case's notices that may still be paid, oldest first. */
export async function openNotices(tx: Tx, municipality: string, caseId: string): Promise<Notice[]> {
  const mine = and(eq(notice.municipalityId, municipality), eq(notice.caseId, caseId))
  return tx
    .select()
    .from(notice)
    .where(and(mine, inArray(notice.state, ['created', 'published'])))
    .orderBy(asc(notice.createdAt), asc(notice.id))
}
