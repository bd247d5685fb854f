import { and, eq, getTableColumns } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { keysetOf, pageOf } from '../keyset.ts'
import type { Page, PageRequest, SortKey } from '../keyset.ts'
import { caseRecord } from '../schema/cases.ts'
import { consistencyFinding } from '../schema/consistency.ts'

export type FindingRow = typeof consistencyFinding.$inferSelect & { number: string | null }

const SORTS = { foundAt: { by: consistencyFinding.foundAt, type: 'timestamptz' } } as const satisfies Record<
  string,
  SortKey
>

/** One page of the findings of this transaction's towns, the newest first, with the number of the case. Throws `BadCursor`. */
export async function listFindings(
  tx: Tx,
  state: FindingRow['state'],
  page: Pick<PageRequest<'foundAt'>, 'cursor' | 'limit'>,
): Promise<Page<FindingRow>> {
  const request = { ...page, sort: 'foundAt', direction: 'desc' } as const
  const keyset = keysetOf(request, SORTS, [{ by: consistencyFinding.id, type: 'uuid' }])
  const t = consistencyFinding
  const rows = await tx
    .select({ ...getTableColumns(t), number: caseRecord.number, keyset: keyset.values })
    .from(t)
    .leftJoin(caseRecord, and(eq(caseRecord.municipalityId, t.municipalityId), eq(caseRecord.id, t.caseId)))
    .where(and(eq(t.state, state), keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  return pageOf(request, rows)
}
