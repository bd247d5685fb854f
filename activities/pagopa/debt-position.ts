import { z } from 'zod'
import type { LocalDate } from '../../engine/json.ts'
import type { Person } from '../kernel/fields.ts'
import type { PlatformClient } from '../kernel/platform-client.ts'
import type { PlatformSetting } from '../kernel/platform-settings.ts'
import { OperationError } from '../kernel/operation-error.ts'

type Setting = PlatformSetting<'pagopa'>

/** Of GPD's answers, what we compare and keep. */
const positionSchema = z.object({
  iupd: z.string(),
  status: z.enum(['DRAFT', 'PUBLISHED', 'VALID', 'INVALID', 'EXPIRED', 'PARTIALLY_PAID', 'PAID', 'REPORTED']),
  paymentOption: z.array(z.object({ iuv: z.string(), nav: z.string().optional(), amount: z.int() })).min(1),
})
export type Position = z.output<typeof positionSchema>

const problem = z.object({ detail: z.string().optional() }).nullable().catch(null)

export interface NewPosition {
  iupd: string
  iuv: string
  nav: string
  payeeFiscalCode: string
  debtor: Person
  cents: number
  dueDate: LocalDate
  description: string
}

/** PaymentPositionModel of GPD v1: one option, one transfer to the town's account. */
export function positionModel(position: NewPosition, { settings }: Setting) {
  const { debtor, cents, description, payeeFiscalCode, iuv, nav, iupd } = position
  const { street, postalCode, town, province } = debtor.address ?? {}
  return {
    iupd,
    type: debtor.fiscalCode.length === 11 ? 'G' : 'F',
    fiscalCode: debtor.fiscalCode,
    fullName: `${debtor.firstName} ${debtor.lastName}`.slice(0, 70),
    ...(street ? { streetName: street } : {}),
    ...(postalCode ? { postalCode } : {}),
    ...(town ? { city: town } : {}),
    ...(province ? { province } : {}),
    ...(debtor.email ? { email: debtor.email } : {}),
    switchToExpired: false,
    companyName: settings.companyName,
    paymentOption: [
      {
        iuv,
        nav,
        amount: cents,
        description,
        isPartialPayment: false,
        dueDate: `${position.dueDate}T23:59:59`,
        transfer: [
          {
            idTransfer: '1',
            amount: cents,
            organizationFiscalCode: payeeFiscalCode,
            remittanceInformation: description,
            category: settings.category,
            iban: settings.iban,
            companyName: settings.companyName,
            ...(settings.postalIban ? { postalIban: settings.postalIban } : {}),
          },
        ],
      },
    ],
  }
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

/** Whether a position found under our IUPD is the one that we meant. */
export function isSamePosition(found: Position, { iuv, cents }: { iuv: string; cents: number }): boolean {
  const [option, ...others] = found.paymentOption
  return others.length === 0 && option?.iuv === iuv && option.amount === cents
}

export function refusedPosition(why: string, what = 'accetta l’avviso'): OperationError {
  return new OperationError({
    kind: 'refused',
    code: 'position-refused',
    platform: 'pagopa',
    message: `pagoPA non ${what}: ${why}.`,
  })
}
