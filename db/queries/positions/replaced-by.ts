import { and, desc, eq, exists, ne, sql } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { notice } from '../../schema/payments.ts'
import { debtPosition } from '../../schema/positions.ts'

/** The case's last position that was annulled: a new one of the same case is issued in its place. Null for a first one. */
export async function replacedBy(
  tx: Tx,
  municipality: string,
  { caseId, iupd }: { caseId: string; iupd: string },
): Promise<string | null> {
  const annulled = tx
    .select({ one: sql`1` })
    .from(notice)
    .where(
      and(
        eq(notice.municipalityId, municipality),
        eq(notice.positionId, debtPosition.id),
        eq(notice.number, 0),
        eq(notice.state, 'invalid'),
      ),
    )
  const [last] = await tx
    .select({ id: debtPosition.id })
    .from(debtPosition)
    .where(
      and(
        eq(debtPosition.municipalityId, municipality),
        eq(debtPosition.caseId, caseId),
        ne(debtPosition.iupd, iupd),
        exists(annulled),
      ),
    )
    .orderBy(desc(debtPosition.createdAt))
    .limit(1)
  return last?.id ?? null
}
