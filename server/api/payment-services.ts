import { z } from 'zod'

import { contract } from './contract.ts'
import { municipalityParams, page, short } from './common.ts'

const code = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'Lettere minuscole, cifre e trattini.')
  .meta({ example: 'trasporto-scolastico' })
const fiscalCode = z.string().regex(/^\d{11}$/, 'Servono 11 cifre.')
const iban = z
  .string()
  .regex(/^IT\d{2}[A-Z]\d{10}[0-9A-Z]{12}$/, { error: 'Serve un IBAN italiano, senza spazi.', abort: true })
  .refine(hasRightDigits, 'L’IBAN ha un carattere sbagliato: le cifre di controllo non tornano.')
const category = z.string().regex(/^9\/[0-9A-Z]{9}\/$/, 'Serve un codice di tassonomia, come 9/0101109SP/.')

/** Part of the debt that goes to another body, in thousandths of the town's own part. */
const share = z.strictObject({
  payeeFiscalCode: fiscalCode,
  payeeName: short.min(1).max(140),
  iban,
  category,
  description: short.min(1).max(140),
  permille: z.int().min(0).max(1_000).meta({ format: 'int32' }),
})

const fields = {
  name: z.string().min(1).max(100),
  /** Printed on the notice; the procedure's own office where null. */
  office: short.nullable(),
  category,
  /** The account of pagoPA's setting where null. */
  iban: iban.nullable(),
  postalIban: iban.nullable(),
  postalHolder: short.nullable(),
  segregationCode: z
    .string()
    .regex(/^[0-4]\d$/, 'Due cifre, da 00 a 49.')
    .nullable(),
  shares: z.array(share).max(4),
  isTax: z.boolean(),
  expires: z.boolean(),
  remindAfterDays: z.int().min(1).max(365).meta({ format: 'int32' }).nullable(),
  isActive: z.boolean(),
}

export const paymentServiceView = z.object({ code, ...fields }).meta({ id: 'PaymentService' })

export const listPaymentServices = contract({
  id: 'listPaymentServices',
  method: 'get',
  path: '/municipalities/{municipalityId}/payment-services',
  auth: 'session',
  action: 'municipalities.read',
  tag: 'Comuni',
  summary: 'Per che cosa il comune chiede pagamenti: testi, conti, tassonomia, quote di altri enti',
  params: municipalityParams,
  answers: { 200: page(paymentServiceView) },
})

/** A new code makes a new service; a known one is changed for what is asked for from then on. */
export const savePaymentService = contract({
  id: 'savePaymentService',
  method: 'put',
  path: '/municipalities/{municipalityId}/payment-services/{code}',
  auth: 'session',
  action: 'offices.manage',
  tag: 'Comuni',
  summary: 'Aggiunge o cambia un servizio di pagamento',
  params: municipalityParams.extend({ code }),
  body: z.strictObject(fields),
  answers: { 200: paymentServiceView },
})

/** ISO 7064, MOD 97-10: a mistyped account is told from a right one. */
function hasRightDigits(account: string): boolean {
  const digits = Array.from(`${account.slice(4)}${account.slice(0, 4)}`, one => Number.parseInt(one, 36)).join('')
  return BigInt(digits) % 97n === 1n
}
