import { sql } from 'drizzle-orm'
import type { LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'

export interface NewFlowRow {
  position: number
  iuv: string
  iur: string
  transfer: number
  cents: number
  outcome: number
  outcomeOn: LocalDate
  ownership: 'own' | 'other-partner'
}

/** Stores rows of a report, some thousand in one statement: a value each would be a parameter each. */
export async function insertFlowRows(tx: Tx, municipality: string, flowId: string, rows: NewFlowRow[]): Promise<void> {
  const column = <K extends keyof NewFlowRow>(name: K) => sql.param(rows.map(row => row[name]))
  await tx.execute(sql`
    insert into payment_flow_row
      (municipality_id, flow_id, position, iuv, iur, transfer, cents, outcome, outcome_on, ownership)
    select ${municipality}, ${flowId}, * from unnest(
      ${column('position')}::int[], ${column('iuv')}::text[], ${column('iur')}::text[], ${column('transfer')}::int[],
      ${column('cents')}::bigint[], ${column('outcome')}::int[], ${column('outcomeOn')}::date[],
      ${column('ownership')}::text[])`)
}
