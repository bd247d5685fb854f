import { z } from 'zod'
import type { Transfer } from '../../db/queries/positions/save-position.ts'
import type { Instant, LocalDate } from '../../engine/json.ts'
import type { Debtor } from '../kernel/fields.ts'
import type { PlatformClient } from '../kernel/platform-client.ts'
import type { PlatformSetting } from '../kernel/platform-settings.ts'
import { OperationError } from '../kernel/operation-error.ts'

type Setting = PlatformSetting<'pagopa'>

/** Of GPD's answers, what we compare and keep. */
const positionSchema = z.object({
  iupd: z.string(),
  status: z.enum(['DRAFT', 'PUBLISHED', 'VALID', 'INVALID', 'EXPIRED', 'PARTIALLY_PAID', 'PAID', 'REPORTED']),
  paymentOption: z
    .array(
      z.object({
        iuv: z.string(),
        nav: z.string().optional(),
        amount: z.int(),
        status: z.string().optional(),
        idReceipt: z.string().nullish(),
      }),
    )
    .min(1),
})
export type Position = z.output<typeof positionSchema>

const problem = z.object({ detail: z.string().optional() }).nullable().catch(null)

export interface NewPosition {
  iupd: string
  debtor: Debtor
  /** What it is called at the payment service, and who is paid. */
  companyName: string
  office: string | null
  /** Nobody can pay it after the last due date. */
  expires: boolean
  options: { iuv: string; nav: string; cents: number; dueDate: LocalDate; number: number; transfers: Transfer[] }[]
}

/** PaymentPositionModel of GPD v1: one position; the single payment and the instalments are its options, each with one to five transfers. */
export function positionModel({ iupd, debtor, companyName, office, expires, options }: NewPosition) {
  const { street, postalCode, town, province } = debtor.address ?? {}
  return {
    iupd,
    type: debtor.fiscalCode.length === 11 ? 'G' : 'F',
    fiscalCode: debtor.fiscalCode,
    fullName: nameOf(debtor).slice(0, 70),
    ...(street ? { streetName: street } : {}),
    ...(postalCode ? { postalCode } : {}),
    ...(town ? { city: town } : {}),
    ...(province ? { province } : {}),
    ...(debtor.email ? { email: debtor.email } : {}),
    switchToExpired: expires,
    companyName,
    ...(office ? { officeName: office } : {}),
    paymentOption: options.map(({ iuv, nav, cents, dueDate, number, transfers }) => ({
      iuv,
      nav,
      amount: cents,
      description: transfers[0]?.description ?? '',
      isPartialPayment: number > 0,
      dueDate: `${dueDate}T23:59:59`,
      transfer: transfers.map((transfer, index) => ({
        idTransfer: String(index + 1),
        amount: transfer.cents,
        organizationFiscalCode: transfer.payeeFiscalCode,
        remittanceInformation: transfer.description,
        category: transfer.category,
        iban: transfer.iban,
        companyName: transfer.payeeName,
        ...(transfer.postalIban ? { postalIban: transfer.postalIban } : {}),
      })),
    })),
  }
}

export function nameOf({ firstName, lastName }: Pick<Debtor, 'firstName' | 'lastName'>): string {
  return [firstName, lastName].filter(Boolean).join(' ')
}

/** GPD's debt positions of one creditor. */
export interface DebtPositions {
  /** Creates and publishes in one call; `taken` when the IUPD, or another position's IUV, is already there. */
  create(model: ReturnType<typeof positionModel>): Promise<Position | 'taken'>
  /** Null when GPD does not know the IUPD. */
  find(iupd: string): Promise<Position | null>
  publish(iupd: string): Promise<Position>
  /** Nobody can pay it any more; null when GPD does not let it be annulled as it stands, or does not know it. */
  invalidate(iupd: string): Promise<'annulled' | null>
  /**
   * Nobody can pay this instalment any more. GPD annuls no position that is partly paid: of such a one it lets the creditor mark what is open as paid
   * without a receipt. Null when it does not, or does not know the notice.
   */
  closeOption(nav: string, at: Instant): Promise<'annulled' | null>
}

export function debtPositions(client: PlatformClient, { secrets }: Setting, creditor: string): DebtPositions {
  const base = `/organizations/${creditor}/debtpositions`
  const headers = { 'ocp-apim-subscription-key': secrets.subscriptionKey }
  return {
    async create(model) {
      const answer = await client.call({
        method: 'POST',
        path: `${base}?toPublish=true`,
        headers,
        body: JSON.stringify(model),
        answers: { 201: positionSchema.or(bareModel(model)), 409: problem },
      })
      return answer.status === 201 ? answer.body : 'taken'
    },
    async find(iupd) {
      const path = `${base}/${encodeURIComponent(iupd)}`
      const answer = await client.call({ method: 'GET', path, headers, answers: { 200: positionSchema, 404: problem } })
      return answer.status === 200 ? answer.body : null
    },
    async publish(iupd) {
      const path = `${base}/${encodeURIComponent(iupd)}/publish`
      const answer = await client.call({
        method: 'POST',
        path,
        headers,
        answers: { 200: positionSchema.or(z.looseObject({})), 409: problem },
      })
      if (answer.status === 409) throw refusedPosition('la posizione non si può pubblicare')
      const published = await this.find(iupd)
      if (published === null) throw refusedPosition('la posizione non si trova dopo la pubblicazione')
      return published
    },
    async invalidate(iupd) {
      const path = `${base}/${encodeURIComponent(iupd)}/invalidate`
      const answers = { 200: z.unknown(), 404: problem, 409: problem }
      const answer = await client.call({ method: 'POST', path, headers, answers })
      return answer.status === 200 ? 'annulled' : null
    },
    async closeOption(nav, at) {
      const path = `/organizations/${creditor}/paymentoptions/paids/${nav}`
      const body = JSON.stringify({ paymentDate: at })
      const answers = { 200: z.unknown(), 404: problem, 409: problem, 422: problem }
      const answer = await client.call({ method: 'POST', path, headers, body, answers })
      return answer.status === 200 ? 'annulled' : null
    },
  }
}

/** The official 201 echoes the model, in which the status is optional: without one it was published as asked. */
function bareModel(model: { iupd: string; paymentOption: { iuv: string; nav: string; amount: number }[] }) {
  return z.looseObject({ iupd: z.literal(model.iupd) }).transform((): Position => ({
    iupd: model.iupd,
    status: 'VALID',
    paymentOption: model.paymentOption.map(({ iuv, nav, amount }) => ({ iuv, nav, amount })),
  }))
}

/** Whether a position found under our IUPD is the one that we meant: the same numbers for the same amounts. */
export function isSamePosition(found: Position, options: readonly { iuv: string; cents: number }[]): boolean {
  const isThere = ({ iuv, cents }: { iuv: string; cents: number }) =>
    found.paymentOption.some(it => it.iuv === iuv && it.amount === cents)
  return found.paymentOption.length === options.length && options.every(isThere)
}

export function refusedPosition(why: string, what = 'accetta l’avviso'): OperationError {
  return new OperationError({
    kind: 'refused',
    code: 'position-refused',
    platform: 'pagopa',
    message: `pagoPA non ${what}: ${why}.`,
  })
}
