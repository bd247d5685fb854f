import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../client.ts'
import { caseRecord } from '../../schema/cases.ts'
import { paymentFlow } from '../../schema/flows.ts'
import { payment } from '../../schema/payment-state.ts'

/** A place in the feed: everything up to it was handed out. */
export interface FeedCursor {
  txid: string
  change: string
}

export const FEED_START: FeedCursor = { txid: '0', change: '0' }

export type PaymentState = Awaited<ReturnType<typeof statesBy>>[number] & { entries: string[] }

/**
 * Payments whose state was written after `after`, each once with the state that it has now, in the order of the transactions that wrote them. Reads only
 * below the oldest transaction that still runs: what that one commits comes later, never before a cursor that was given out.
 */
export async function readPaymentFeed(
  tx: Tx,
  municipality: string,
  { after, limit, where }: { after: FeedCursor; limit: number; where?: SQL | undefined },
): Promise<{ items: PaymentState[]; cursor: FeedCursor; more: boolean }> {
  const rows = await statesBy(
    tx,
    and(
      eq(payment.municipalityId, municipality),
      sql`(${payment.changeTxid}, ${payment.change}) > (${after.txid}::xid8, ${after.change}::bigint)`,
      sql`${payment.changeTxid} < pg_snapshot_xmin(pg_current_snapshot())`,
      where,
    ),
    limit + 1,
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items: await withEntries(tx, municipality, items),
    cursor: last === undefined ? after : { txid: last.changeTxid, change: String(last.change) },
    more: rows.length > limit,
  }
}

export async function findPaymentState(tx: Tx, municipality: string, iuv: string): Promise<PaymentState | undefined> {
  const rows = await statesBy(tx, and(eq(payment.municipalityId, municipality), eq(payment.iuv, iuv)), 1)
  return (await withEntries(tx, municipality, rows))[0]
}

/** A place that this database has not reached: it was set back to an earlier one, and hands out the same places for other things. */
export async function isAhead(tx: Tx, { txid }: FeedCursor): Promise<boolean> {
  const { rows } = await tx.execute<{ ahead: boolean }>(
    sql`select ${txid}::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as ahead`,
  )
  return rows[0]?.ahead === true
}

function statesBy(tx: Tx, where: SQL | undefined, limit: number) {
  const { debtorName: _debtor, description: _description, ...columns } = getTableColumns(payment)
  return tx
    .select({
      ...columns,
      caseNumber: caseRecord.number,
      flowName: paymentFlow.flowId,
      flowKey: paymentFlow.flowKey,
      regulationId: paymentFlow.regulationId,
    })
    .from(payment)
    .leftJoin(
      paymentFlow,
      and(eq(paymentFlow.municipalityId, payment.municipalityId), eq(paymentFlow.id, payment.flowId)),
    )
    .leftJoin(caseRecord, and(eq(caseRecord.municipalityId, payment.municipalityId), eq(caseRecord.id, payment.caseId)))
    .where(where)
    .orderBy(asc(payment.changeTxid), asc(payment.change))
    .limit(limit)
}

const named = z.array(z.object({ key: z.string(), entry: z.string() }))

/** The entries that brought the money, by their numbers: one statement for a page. */
async function withEntries(
  tx: Tx,
  municipality: string,
  rows: Awaited<ReturnType<typeof statesBy>>,
): Promise<PaymentState[]> {
  const keys = [...new Set(rows.flatMap(row => (row.reconciled === 'reconciled' ? (row.flowKey ?? []) : [])))]
  const single = [...new Set(rows.flatMap(row => (row.reconciled === 'reconciled' ? (row.entryId ?? []) : [])))]
  const found = await tx.execute(sql`
    select n.key, e.bank || '/' || e.exercise || '/' || e.number as entry
    from (
      select value as key, entry_id from entry_reference
        where municipality_id = ${municipality} and kind = 'flow' and value = any (${sql.param(keys)}::text[])
      union select flow_id, entry_id from entry_assignment
        where municipality_id = ${municipality} and revoked_at is null and flow_id = any (${sql.param(keys)}::text[])
      union select id::text, id from treasury_entry
        where municipality_id = ${municipality} and id = any (${sql.param(single)}::uuid[])
    ) n
    join treasury_entry e on e.municipality_id = ${municipality} and e.id = n.entry_id
      and (e.class = 'reconciled' or e.code = 'RT_TES')
    order by e.moved_on, e.number`)
  const entries = named.parse(found.rows)
  const of = (key: string | null) => entries.filter(one => one.key === key).map(one => one.entry)
  return rows.map(row => ({ ...row, entries: [...of(row.flowKey), ...of(row.entryId)].slice(0, 100) }))
}
