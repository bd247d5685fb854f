import { sql } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { noteChange } from '../note-change.ts'
import { missingReceipts } from './flow-standing.ts'
import { tellFlows } from './tell-flows.ts'

/**
 * Begins the rounds anew in which pagoPA is asked for a flow's missing receipts, at once: what an operator does who has seen the count of tries. `about`
 * names the act: the same one twice asks once. False when no receipt is missing.
 */
export async function askReceiptsAgain(
  tx: Tx,
  municipality: string,
  { flowKey, about }: { flowKey: string; about: string },
): Promise<boolean> {
  const missing = await missingReceipts(tx, municipality, flowKey, { limit: 1 })
  if (missing.length === 0) return false
  const { rows } = await tx.execute<{ id: string }>(sql`
    update payment_flow set receipt_tries = 0, receipt_next_at = null
    where municipality_id = ${municipality} and flow_key = ${flowKey} and state <> 'replaced'
    returning id`)
  await tellFlows(tx, municipality, { flowKeys: [flowKey], about: `receipts/${about}` })
  await noteChange(tx, ...rows.map(({ id }) => ({ municipality, resource: 'payment-flow', resourceId: id })))
  return true
}
