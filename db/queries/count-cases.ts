import { gt } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { caseCounterByState } from '../schema/projections.ts'
import type { Counted } from './count-case.ts'

export type CaseCount = Counted & { count: number }

/** How many cases stand where, by town, procedure, status and phase: from the counters that publications keep. */
export async function countCases(tx: Tx): Promise<CaseCount[]> {
  return tx.select().from(caseCounterByState).where(gt(caseCounterByState.count, 0))
}
