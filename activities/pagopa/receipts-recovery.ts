import { z } from 'zod'
import { findTown } from '../../db/queries/find-town.ts'
import { flowStanding, missingReceipts, noteReceiptRound } from '../../db/queries/reconciliation/flow-standing.ts'
import { storeReceipt } from '../../db/queries/store-receipt.ts'
import type { Instant } from '../../engine/json.ts'
import type { ChoreContext } from '../kernel/chore-context.ts'
import { isOperationError } from '../kernel/operation-error.ts'
import { nextRound } from '../reconciliation/receipt-rounds.ts'
import { receiptSchema, toReceipt } from './receipts.ts'

/** Asked for in one round; the others have theirs in the next. */
const mostOfARound = 500

/**
 * Asks pagoPA for the receipts of payments that a report shows and nobody sent: lost ones are real. One round; the rounds are counted with the flow, where
 * the operator sees them and may begin anew. Returns how many came.
 */
export async function recoverReceipts(
  context: ChoreContext,
  { flowKey, at, scale, alive }: { flowKey: string; at: Instant; scale: number; alive: () => void },
): Promise<{ found: number }> {
  const { municipality } = context
  const missing = await context.transaction(tx => missingReceipts(tx, municipality, flowKey, { limit: mostOfARound }))
  const found = missing.length === 0 ? 0 : await askFor(context, missing, alive)
  await context.transaction(async tx => {
    const { report } = await flowStanding(tx, municipality, flowKey)
    const tries = (report?.receiptTries ?? 0) + 1
    await noteReceiptRound(tx, municipality, flowKey, { tries, nextAt: nextRound(at, tries, scale) })
  })
  return { found }
}

async function askFor(context: ChoreContext, missing: { iuv: string; iur: string }[], alive: () => void) {
  const { municipality } = context
  let found = 0
  try {
    const setting = await context.setting('pagopa')
    const town = await context.transaction(tx => findTown(tx, municipality))
    const client = context.client('pagopa', setting.settings.receiptsUrl)
    const headers = { 'ocp-apim-subscription-key': setting.secrets.subscriptionKey }
    for (const { iuv, iur } of missing) {
      alive()
      const path = `/organizations/${town?.fiscalCode ?? ''}/receipts/${encodeURIComponent(iur)}`
      const answers = { 200: receiptSchema, 404: z.unknown() }
      const answer = await client.call({ method: 'GET', path, headers, answers })
      const receipt = answer.status === 200 ? toReceipt(answer.body) : null
      // Some providers' references are not the receipt's id, and may be somebody else's.
      if (receipt?.iuv !== iuv) continue
      await context.transaction(tx => storeReceipt(tx, { municipality, receipt, source: 'poll' }))
      found += 1
    }
  } catch (error) {
    // The next round asks again; a round that pagoPA does not answer is a round.
    if (!isOperationError(error)) throw error
    context.log.warn({ municipality, code: error.code }, 'Missing receipts could not be asked for')
  }
  return found
}
