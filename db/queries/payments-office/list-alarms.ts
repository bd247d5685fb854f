import { and, getTableColumns, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { keysetOf, pageOf } from '../../keyset.ts'
import type { Page, SortKey } from '../../keyset.ts'
import { paymentAlarm } from '../../schema/flows.ts'
import type { Alarm } from './list-flows.ts'

const SORTS = { since: { by: paymentAlarm.since, type: 'timestamptz' } } as const satisfies Record<string, SortKey>

export type OpenAlarm = Alarm & {
  /** The report that it is about, where it has come. */
  flow: string | null
  /** Why reports could not be fetched. */
  detail: string | null
}

/** What is late, the longest first. Throws `BadCursor`. */
export async function listAlarms(
  tx: Tx,
  towns: readonly string[],
  page: { cursor?: string | undefined; limit: number },
): Promise<Page<OpenAlarm>> {
  const request = { ...page, sort: 'since' as const, direction: 'asc' as const }
  const keyset = keysetOf(request, SORTS, [{ by: paymentAlarm.id, type: 'uuid' }])
  const flow = sql<string | null>`(select f.id from payment_flow f
    where f.municipality_id = ${paymentAlarm.municipalityId} and f.flow_key = ${paymentAlarm.subject}
      and f.state <> 'replaced' order by f.created_at limit 1)`
  const detail = sql<string | null>`(select r.error from report_fetch r
    where r.municipality_id = ${paymentAlarm.municipalityId} and ${paymentAlarm.kind} = 'reports-unfetched')`
  const rows = await tx
    .select({ ...getTableColumns(paymentAlarm), flow, detail, keyset: keyset.values })
    .from(paymentAlarm)
    .where(and(inArray(paymentAlarm.municipalityId, [...towns]), isNull(paymentAlarm.settledAt), keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  return pageOf(request, rows)
}
