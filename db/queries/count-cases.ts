import { gt, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { caseCounterByState } from '../schema/projections.ts'
import type { Counted } from './count-case.ts'

/** Cases of this transaction's towns that stand at the same place. */
export type CaseCount = Omit<Counted, 'municipalityId'> & { count: number }

/** How many cases stand where, by procedure, status, phase and outcome: from the counters that publications keep. */
export async function countCases(tx: Tx): Promise<CaseCount[]> {
  const { procedure, status, phase, outcome, count } = caseCounterByState
  const total = sql<number>`sum(${count})::int`
  const rows = await tx
    .select({ procedure, status, phase, outcome, count: total })
    .from(caseCounterByState)
    .groupBy(procedure, status, phase, outcome)
    .having(gt(total, 0))
  return rows.map(row => ({ ...row, outcome: row.outcome === '' ? null : row.outcome }))
}
