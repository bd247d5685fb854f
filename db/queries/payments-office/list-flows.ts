import { and, eq, getTableColumns, gte, inArray, isNull, lte, ne, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../client.ts'
import { keysetOf, pageOf } from '../../keyset.ts'
import type { Page, PageRequest, SortKey } from '../../keyset.ts'
import { paymentAlarm, paymentFlow } from '../../schema/flows.ts'
import { COUNTED_AT_MOST } from './count-payments.ts'
import { flowSays } from './flow-words.ts'
import type { Days } from './payment-filter.ts'
import { keysByTown } from './walk-towns.ts'

export type Flow = typeof paymentFlow.$inferSelect
export type FlowStatus = Flow['status']
export type Alarm = typeof paymentAlarm.$inferSelect

/** A flow with what is late about it, and how many own payments lack their receipt. */
export type FlowLine = Flow & { alarms: Alarm[]; missingReceipts: number }

export interface FlowFilter {
  status?: FlowStatus | undefined
  psp?: string | undefined
  days?: Days
  late?: boolean | undefined
  /** Part of its id, its total or its day. */
  words?: string | undefined
  /** Its money is still waited for, wholly or in part, or does not agree. */
  assignable?: boolean | undefined
}

/** Nothing can be assigned to a report that is reconciled, or whose money is not the town's. */
const ASSIGNABLE = ['waiting', 'partial', 'difference', 'ambiguous'] as const

const FLOW_SORTS = { regulationOn: { by: paymentFlow.regulationOn, type: 'date' } } as const satisfies Record<
  string,
  SortKey
>

/** One page of the reports of these towns, without revisions that another one has replaced. Throws `BadCursor`. */
export async function listFlows(
  tx: Tx,
  towns: readonly string[],
  filter: FlowFilter,
  page: PageRequest<'regulationOn'>,
): Promise<Page<FlowLine>> {
  const keyset = keysetOf(page, FLOW_SORTS, [{ by: paymentFlow.id, type: 'uuid' }])
  const walk = { table: paymentFlow, by: paymentFlow.regulationOn, parts: [flowIs(filter)], keyset, page }
  const keys = keysByTown(towns, walk)
  const rows = await tx
    .select({ ...getTableColumns(paymentFlow), keyset: keyset.values })
    .from(paymentFlow)
    .where(sql`(${paymentFlow.municipalityId}, ${paymentFlow.id}) in (${keys})`)
    .orderBy(...keyset.orderBy)
  const { items, nextCursor } = pageOf(page, rows)
  return { items: await withStanding(tx, items), nextCursor }
}

function flowIs({ status, psp, days, late, words, assignable }: FlowFilter): SQL | undefined {
  return and(
    ne(paymentFlow.state, 'replaced'),
    status === undefined ? undefined : eq(paymentFlow.status, status),
    psp === undefined ? undefined : eq(paymentFlow.psp, psp),
    days?.from === undefined ? undefined : gte(paymentFlow.regulationOn, days.from),
    days?.to === undefined ? undefined : lte(paymentFlow.regulationOn, days.to),
    words === undefined ? undefined : flowSays(words),
    assignable === true ? inArray(paymentFlow.status, [...ASSIGNABLE]) : undefined,
    late === undefined ? undefined : late ? isLate : sql`not ${isLate}`,
  )
}

const isLate = sql`exists (select from ${paymentAlarm} where ${paymentAlarm.municipalityId} = ${paymentFlow.municipalityId}
  and ${paymentAlarm.subject} = ${paymentFlow.flowKey} and ${paymentAlarm.settledAt} is null)`

/** How many reports stand where, each counted up to ten thousand and one. */
export async function countFlows(
  tx: Tx,
  towns: readonly string[],
  filter: Omit<FlowFilter, 'status'>,
): Promise<Record<FlowStatus, number>> {
  const parts = paymentFlow.status.enumValues.map(status => {
    const where = and(inArray(paymentFlow.municipalityId, [...towns]), flowIs({ ...filter, status }))
    return sql`select ${status}::text as status, count(*)::int as count from (
      select 1 from ${paymentFlow} where ${where} limit ${COUNTED_AT_MOST}) c`
  })
  const { rows } = await tx.execute(sql.join(parts, sql` union all `))
  const found = new Map(counts.parse(rows).map(row => [row.status, row.count]))
  const of = (status: FlowStatus) => found.get(status) ?? 0
  return {
    waiting: of('waiting'),
    partial: of('partial'),
    reconciled: of('reconciled'),
    difference: of('difference'),
    'nothing-due': of('nothing-due'),
    'other-partner': of('other-partner'),
    ambiguous: of('ambiguous'),
  }
}

const counts = z.array(z.object({ status: z.string(), count: z.number() }))

/** What is late about flows and which receipts they lack: two statements, however many flows. */
export async function withStanding(tx: Tx, flows: Flow[]): Promise<FlowLine[]> {
  if (flows.length === 0) return []
  const ids = flows.map(flow => flow.id)
  const [alarms, missing] = await Promise.all([
    tx
      .select(getTableColumns(paymentAlarm))
      .from(paymentAlarm)
      .where(
        and(
          inArray(paymentAlarm.municipalityId, [...new Set(flows.map(flow => flow.municipalityId))]),
          inArray(paymentAlarm.subject, [...new Set(flows.map(flow => flow.flowKey))]),
          isNull(paymentAlarm.settledAt),
        ),
      ),
    missingReceiptsOf(tx, ids),
  ])
  return flows.map(flow => ({
    ...flow,
    alarms: alarms.filter(one => one.municipalityId === flow.municipalityId && one.subject === flow.flowKey),
    missingReceipts: missing.get(flow.id) ?? 0,
  }))
}

/** Own payments of these flows that have no receipt: by the payments' own state, up to a thousand and one a flow. */
async function missingReceiptsOf(tx: Tx, flows: string[]): Promise<Map<string, number>> {
  const { rows } = await tx.execute<{ flow: string; count: number }>(sql`
    select f.id as flow, m.count
    from ${paymentFlow} f
    cross join lateral (select count(*)::int as count from (
      select 1 from payment p
      where p.municipality_id = f.municipality_id and p.flow_id = f.id and p.paid = 'no-receipt' limit 1001) c) m
    where f.id = any (${sql.param(flows)}::uuid[]) and m.count > 0`)
  return new Map(rows.map(row => [row.flow, row.count]))
}
