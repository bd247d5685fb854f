import { z } from 'zod'
import type { JsonObject } from '../../engine/json.ts'
import { awaitsPayment } from '../../db/queries/awaits-payment.ts'
import { findTown } from '../../db/queries/find-town.ts'
import { lastReceiptAt } from '../../db/queries/last-receipt-at.ts'
import { type IncomingReceipt, storeReceipt } from '../../db/queries/store-receipt.ts'
import type { ChoreContext } from '../kernel/chore-context.ts'

/** A receipt as pagoPA sends it (CtReceiptModelResponse), as far as it is read; amounts are euros. */
export const receiptSchema = z.looseObject({
  receiptId: z.string().min(1).max(70),
  noticeNumber: z.string().regex(/^\d{18}$/),
  fiscalCode: z.string(),
  outcome: z.enum(['OK', 'KO']),
  creditorReferenceId: z.string().min(1).max(35),
  paymentAmount: z.number().positive(),
  paymentDateTimeFormatted: z.iso.datetime({ offset: true, local: true }),
})
export type PagopaReceipt = z.output<typeof receiptSchema>

/** Parties of a payment are not ours to keep: the payer may be anybody. */
const notKept = new Set(['payer', 'debtor'])

/** The receipt as we store it; null for one that says the payment failed. */
export function toReceipt(receipt: PagopaReceipt): IncomingReceipt | null {
  if (receipt.outcome !== 'OK') return null
  const kept: JsonObject = JSON.parse(
    JSON.stringify(Object.fromEntries(Object.entries(receipt).filter(([name]) => !notKept.has(name)))),
  )
  return {
    receiptId: receipt.receiptId,
    nav: receipt.noticeNumber,
    iuv: receipt.creditorReferenceId,
    cents: centsOfEuros(receipt.paymentAmount),
    paidAt: instantOf(receipt.paymentDateTimeFormatted),
    payload: kept,
  }
}

/** Euros as a JSON number to cents, by its decimal digits: multiplying would make 1.15 into 114.99999999999999. */
export function centsOfEuros(euros: number): number {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(String(euros))
  if (match === null) throw new RangeError('an amount in euros has at most two decimals')
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

const list = z.object({ receipts: z.array(z.unknown()) })
const pageSize = 200
/** Receipts can appear late: each poll looks back this far, known ones count once. */
const lookBackMs = 24 * 3600 * 1000

/** Fetches a town's receipts and stores the new ones: the safety net under the push. Returns how many were new. */
export async function pollReceipts(context: ChoreContext): Promise<{ stored: number }> {
  const { municipality } = context
  // Most towns have nothing to be paid most of the time: pagoPA is not asked for nothing.
  if (!(await context.transaction(tx => awaitsPayment(tx, municipality)))) return { stored: 0 }
  const setting = await context.setting('pagopa')
  const town = await context.transaction(tx => findTown(tx, municipality))
  const last = await context.transaction(tx => lastReceiptAt(tx, municipality))
  const client = context.client('pagopa', setting.settings.receiptsUrl)
  const headers = { 'ocp-apim-subscription-key': setting.secrets.subscriptionKey }
  let from = last === null ? null : new Date(Date.parse(last) - lookBackMs).toISOString()
  let stored = 0
  for (;;) {
    const query = `?limit=${pageSize}${from === null ? '' : `&from=${encodeURIComponent(from)}`}`
    const path = `/organizations/${town?.fiscalCode ?? ''}/receipts${query}`
    const { body } = await client.call({ method: 'GET', path, headers, answers: { 200: list } })
    const page = body.receipts.flatMap(raw => readReceipt(raw, context))
    for (const receipt of page) {
      const kept = await context.transaction(tx => storeReceipt(tx, { municipality, receipt, source: 'poll' }))
      if (kept.kind !== 'known') stored += 1
    }
    const latest = page.at(-1)?.paidAt ?? null
    if (body.receipts.length < pageSize || latest === null || latest === from) return { stored }
    from = latest
  }
}

/** One receipt that is not understood must not hold up the others. */
function readReceipt(raw: unknown, { log, municipality }: ChoreContext): IncomingReceipt[] {
  const parsed = receiptSchema.safeParse(raw)
  if (!parsed.success) {
    log.warn(
      { municipality, issues: parsed.error.issues.map(issue => issue.path.join('.')) },
      'A receipt was not understood',
    )
    return []
  }
  const receipt = toReceipt(parsed.data)
  return receipt === null ? [] : [receipt]
}

/** A date-time without an offset is in Italian time only by custom: it is taken as UTC, as the platform's own services do. */
function instantOf(text: string): string {
  return new Date(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`).toISOString()
}
