import { z } from 'zod'
import type { LocalDate } from '../../../engine/json.ts'
import { localDate } from '../../../engine/terms/instants.ts'
import type { Book } from '../pagopa/book.ts'
import type { Receipt } from '../pagopa/model.ts'

/** What a provider has collected for one creditor by one payment: the transfers to that creditor's accounts. */
export const collectionSchema = z.object({
  iuv: z.string(),
  receiptId: z.string(),
  description: z.string(),
  /** Its receipt was never sent: the creditor has to ask for it. */
  isLost: z.boolean(),
  transfers: z.array(z.object({ transfer: z.int(), cents: z.int() })),
})
export type Collection = z.output<typeof collectionSchema>

/** Payments of one creditor that one provider collected on one day: a report is made of such a group. */
export interface CollectedDay {
  organization: string
  psp: { code: string; name: string }
  day: LocalDate
  collections: Collection[]
}

const euros = z.number().transform(amount => Math.round(amount * 100))
const read = z.object({
  idPSP: z.string(),
  pspCompanyName: z.string(),
  description: z.string(),
  transferList: z.array(
    z.object({ idTransfer: z.int(), transferAmount: euros, fiscalCodePA: z.string(), iban: z.string() }),
  ),
})

/** What was paid and is in no report yet, by creditor, provider and day; the oldest first. */
export function collectedDays(book: Book, organizations: string[], isReported: IsReported): CollectedDay[] {
  const days = new Map<string, CollectedDay>()
  const receipts = book
    .receipts()
    .toSorted((one, other) => one.paymentDateTimeFormatted.localeCompare(other.paymentDateTimeFormatted))
  for (const receipt of receipts) {
    const { idPSP, pspCompanyName, description, transferList } = read.parse(receipt)
    const day = localDate(new Date(receipt.paymentDateTimeFormatted).toISOString())
    for (const organization of organizations) {
      // Stamp duty has no account to go to: it is in no report.
      const transfers = transferList
        .filter(one => one.fiscalCodePA === organization && one.iban !== '')
        .map(one => ({ transfer: one.idTransfer, cents: one.transferAmount }))
      if (transfers.length === 0 || isReported(organization, receipt.receiptId)) continue
      const key = [organization, idPSP, day].join(' ')
      const found = days.get(key) ?? { organization, psp: { code: idPSP, name: pspCompanyName }, day, collections: [] }
      found.collections.push({ ...namesOf(receipt), description, isLost: book.isLost(receipt), transfers })
      days.set(key, found)
    }
  }
  return [...days.values()]
}

export type IsReported = (organization: string, receiptId: string) => boolean

export const centsIn = ({ transfers }: Collection): number => transfers.reduce((sum, one) => sum + one.cents, 0)

function namesOf(receipt: Receipt): { iuv: string; receiptId: string } {
  return { iuv: receipt.creditorReferenceId, receiptId: receipt.receiptId }
}
