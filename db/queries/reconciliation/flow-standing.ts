import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Instant, LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'

/** What is there of a flow, as the one who waits for it needs to know. */
export interface FlowFacts {
  /** Of the report: null when it has not come. Several of one name make it `ambiguous`. */
  report: {
    status: string
    isAnomalous: boolean
    regulationOn: LocalDate
    arrivedAt: Instant
    receiptTries: number
    receiptNextAt: Instant | null
  } | null
  /** When the first entry that names it was moved, reversals off; null when none does. */
  creditedOn: LocalDate | null
  /** Own payments of the report without a receipt. */
  receiptsMissing: number
}

const instant = z
  .date()
  .or(z.string())
  .transform(value => new Date(value).toISOString())
const reports = z.array(
  z.object({
    status: z.string(),
    state: z.string(),
    regulation_on: z.string(),
    created_at: instant,
    receipt_tries: z.number(),
    receipt_next_at: instant.nullable(),
  }),
)

export async function flowStanding(tx: Tx, municipality: string, flowKey: string): Promise<FlowFacts> {
  const found = await tx.execute(sql`
    select status, state, regulation_on, created_at, receipt_tries, receipt_next_at from payment_flow
    where municipality_id = ${municipality} and flow_key = ${flowKey} and state <> 'replaced'
    order by created_at limit 1`)
  const named = await tx.execute<{ moved_on: LocalDate | null }>(sql`
    select min(e.moved_on) as moved_on
    from (
      select entry_id from entry_reference
        where municipality_id = ${municipality} and kind = 'flow' and value = ${flowKey}
      union select entry_id from entry_assignment
        where municipality_id = ${municipality} and target = 'flow' and revoked_at is null and flow_id = ${flowKey}
    ) n
    join treasury_entry e on e.municipality_id = ${municipality} and e.id = n.entry_id and e.cents > e.reversed_cents
      and e.rule = 'waits-for-report'`)
  const missing = await missingReceipts(tx, municipality, flowKey, { limit: 100_000 })
  const [report] = reports.parse(found.rows)
  return {
    report:
      report === undefined
        ? null
        : {
            status: report.status,
            isAnomalous: report.state === 'anomalous',
            regulationOn: report.regulation_on,
            arrivedAt: report.created_at,
            receiptTries: report.receipt_tries,
            receiptNextAt: report.receipt_next_at,
          },
    creditedOn: named.rows[0]?.moved_on ?? null,
    receiptsMissing: missing.length,
  }
}

/** A payment whose receipt did not come: the provider's reference, and our debt position where the notice is ours. */
export interface MissingReceipt {
  iuv: string
  iur: string
  iupd: string | null
}

/** Own payments of a flow that pagoPA must have a receipt of, and we have not. */
export async function missingReceipts(
  tx: Tx,
  municipality: string,
  flowKey: string,
  { limit }: { limit: number },
): Promise<MissingReceipt[]> {
  const { rows } = await tx.execute<{ iuv: string; iur: string; iupd: string | null }>(sql`
    select distinct on (w.iuv) w.iuv, w.iur,
      (select n.iupd from notice n where n.municipality_id = w.municipality_id and n.iuv = w.iuv limit 1) as iupd
    from payment_flow f
    join payment_flow_row w on w.municipality_id = f.municipality_id and w.flow_id = f.id
      and w.ownership = 'own' and w.outcome <> 3
    where f.municipality_id = ${municipality} and f.flow_key = ${flowKey} and f.state <> 'replaced'
      and not exists (select from receipt r where r.municipality_id = w.municipality_id and r.iuv = w.iuv)
    order by w.iuv, w.position
    limit ${limit}`)
  return rows
}

/** How often receipts were asked for, and when they will be again. */
export async function noteReceiptRound(
  tx: Tx,
  municipality: string,
  flowKey: string,
  { tries, nextAt }: { tries: number; nextAt: Instant | null },
): Promise<void> {
  await tx.execute(sql`
    update payment_flow set receipt_tries = ${tries}, receipt_next_at = ${nextAt}::timestamptz
    where municipality_id = ${municipality} and flow_key = ${flowKey} and state <> 'replaced'`)
}
