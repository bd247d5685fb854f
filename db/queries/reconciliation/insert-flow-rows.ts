import { sql } from 'drizzle-orm'
import type { LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'
import { textArray } from '../text-array.ts'

export interface NewFlowRow {
  position: number
  iuv: string
  iur: string
  transfer: number
  cents: number
  outcome: number
  outcomeOn: LocalDate
}

/** Rows of one report, and whose each of them is. */
export interface NewFlowRows {
  flowId: string
  rows: NewFlowRow[]
  owners: ('own' | 'other-partner')[]
}

/** Stores rows of a report, some thousand in one statement: a value each would be a parameter each. */
export async function insertFlowRows(
  tx: Tx,
  municipality: string,
  { flowId, rows, owners }: NewFlowRows,
): Promise<void> {
  const texts = (of: (row: NewFlowRow) => string) => textArray(rows.map(of))
  const numbers = (of: (row: NewFlowRow) => number) => `{${rows.map(of).join(',')}}`
  await tx.execute(sql`
    insert into payment_flow_row
      (municipality_id, flow_id, position, iuv, iur, transfer, cents, outcome, outcome_on, ownership)
    select ${municipality}, ${flowId}, * from unnest(
      ${numbers(row => row.position)}::int[], ${texts(row => row.iuv)}::text[], ${texts(row => row.iur)}::text[],
      ${numbers(row => row.transfer)}::int[], ${numbers(row => row.cents)}::bigint[],
      ${numbers(row => row.outcome)}::int[], ${texts(row => row.outcomeOn)}::date[],
      ${textArray(owners)}::text[])`)
}
