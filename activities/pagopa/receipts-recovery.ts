import { z } from 'zod'
import { findTown } from '../../db/queries/find-town.ts'
import {
  flowStanding,
  type MissingReceipt,
  missingReceipts,
  noteReceiptRound,
} from '../../db/queries/reconciliation/flow-standing.ts'
import { type IncomingReceipt, storeReceipt } from '../../db/queries/store-receipt.ts'
import type { Instant } from '../../engine/json.ts'
import type { ChoreContext } from '../kernel/chore-context.ts'
import { isOperationError } from '../kernel/operation-error.ts'
import { nextRound } from '../reconciliation/receipt-rounds.ts'
import { type DebtPositions, debtPositions } from './debt-position.ts'
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

async function askFor(context: ChoreContext, missing: MissingReceipt[], alive: () => void) {
  const { municipality } = context
  let found = 0
  try {
    const source = await sourceOf(context)
    for (const one of missing) {
      alive()
      const receipt = await receiptOf(source, one)
      if (receipt === null) continue
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

interface Source {
  /** The receipt with that id, when pagoPA has one. */
  receipt: (id: string) => Promise<IncomingReceipt | null>
  positions: DebtPositions
}

async function sourceOf(context: ChoreContext): Promise<Source> {
  const setting = await context.setting('pagopa')
  const town = await context.transaction(tx => findTown(tx, context.municipality))
  const client = context.client('pagopa', setting.settings.receiptsUrl)
  const headers = { 'ocp-apim-subscription-key': setting.secrets.subscriptionKey }
  const creditor = town?.fiscalCode ?? ''
  return {
    receipt: async id => {
      const path = `/organizations/${creditor}/receipts/${encodeURIComponent(id)}`
      const answers = { 200: receiptSchema, 404: z.unknown() }
      const answer = await client.call({ method: 'GET', path, headers, answers })
      return answer.status === 200 ? toReceipt(answer.body) : null
    },
    positions: debtPositions(context.client('pagopa', setting.baseUrl), setting, creditor),
  }
}

/**
 * Some providers' references are not the receipt's id, and may be somebody else's: then the debt position tells the id. Of another program's notice we know no
 * position; its receipt is waited for.
 */
async function receiptOf({ receipt, positions }: Source, { iuv, iur, iupd }: MissingReceipt) {
  const referred = await receipt(iur)
  if (referred?.iuv === iuv) return referred
  const position = iupd === null ? null : await positions.find(iupd)
  const id = position?.paymentOption.find(option => option.iuv === iuv)?.idReceipt ?? null
  const found = id === null || id === iur ? null : await receipt(id)
  return found?.iuv === iuv ? found : null
}
