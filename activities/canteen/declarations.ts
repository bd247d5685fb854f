import { z } from 'zod'
import { declare } from '../kernel/declaration.ts'
import {
  cents,
  className,
  days,
  fiscalCode,
  localDate,
  person,
  schoolCode,
  schoolYear,
  uuid,
} from '../kernel/fields.ts'

const own = {
  platform: 'canteen',
  dispatch: 'local-first',
  retry: 'internal',
  // Rows carry the case and the step, so that a retry finds what it wrote.
  repeat: 'natural-key',
  recordable: false,
  timeoutSeconds: 10,
} as const

const paymentModel = z.enum(['prepaid', 'postpaid'])

export const schoolEnrolmentDeclaration = declare({
  ...own,
  errors: [],
  name: 'canteen.schoolEnrolment',
  label: { it: 'Riscontra iscrizione a scuola', en: 'Check enrolment at school' },
  recordable: true,
  input: z.strictObject({ childFiscalCode: fiscalCode, school: schoolCode, class: className }),
  output: z.strictObject({
    found: z.boolean(),
    /** Where the school's list has the child, when it is not where the request says. */
    differs: z.strictObject({ school: schoolCode, class: className }).optional(),
  }),
})

export const arrearsDeclaration = declare({
  ...own,
  errors: [],
  name: 'canteen.arrears',
  label: { it: 'Verifica morosità', en: 'Check arrears' },
  input: z.strictObject({ applicantFiscalCode: fiscalCode, childFiscalCode: fiscalCode }),
  output: z.strictObject({ cents }),
})

export const completenessDeclaration = declare({
  ...own,
  errors: [],
  name: 'canteen.completeness',
  label: { it: 'Verifica completezza', en: 'Check completeness' },
  input: z.strictObject({
    /** The request as it stands in the case document. */
    request: z.record(z.string(), z.unknown()),
    /** References to confidential records and evidence: they count as present. */
    refs: z.record(z.string(), z.unknown()).nullish(),
  }),
  output: z.strictObject({
    missing: z.array(z.strictObject({ code: z.string(), text: z.string() })),
    /** Days that the town gives for the ISEE attestation in the request's school year. */
    iseeDays: z.int().min(0).optional(),
  }),
})

export const reservePlaceDeclaration = declare({
  ...own,
  errors: [],
  name: 'canteen.reservePlace',
  label: { it: 'Riserva posto', en: 'Reserve a place' },
  input: z.strictObject({ school: schoolCode, class: className, days, from: localDate }),
  output: z.strictObject({ reserved: z.boolean(), placesLeft: z.int() }),
})

export const releasePlaceDeclaration = declare({
  ...own,
  errors: [],
  name: 'canteen.releasePlace',
  label: { it: 'Libera posto', en: 'Release the place' },
  input: z.strictObject({ school: schoolCode.nullish(), class: className.nullish() }),
  output: z.strictObject({ released: z.boolean() }),
})

export const openAccountDeclaration = declare({
  ...own,
  errors: [],
  name: 'canteen.openAccount',
  label: { it: 'Apri conto mensa', en: 'Open the meal account' },
  input: z.strictObject({
    child: person,
    applicant: person,
    schoolYear,
    fareCents: cents,
    fareRule: z.string().max(2000).nullish(),
    resolution: z.string().max(200).nullish(),
    startsOn: localDate,
  }),
  output: z.strictObject({ accountId: uuid, model: paymentModel, startsOn: localDate }),
})

export const enlistDeclaration = declare({
  ...own,
  errors: [],
  name: 'canteen.enlist',
  label: { it: 'Iscrivi negli elenchi', en: 'Enter in the canteen list' },
  input: z.strictObject({
    child: person,
    school: schoolCode,
    class: className,
    days,
    /** A code for the caterer, never the diagnosis. */
    dietCode: z.string().max(40).nullish(),
    startsOn: localDate,
    endsOn: localDate.nullish(),
  }),
  output: z.strictObject({ entryId: uuid }),
})

export const firstTopUpDeclaration = declare({
  ...own,
  errors: [],
  name: 'canteen.firstTopUp',
  label: { it: 'Calcola prima ricarica', en: 'Work out the first top-up' },
  input: z.strictObject({ accountId: uuid, fareCents: cents }),
  output: z.strictObject({ dueCents: cents }),
})

export const creditDeclaration = declare({
  ...own,
  errors: ['account-closed'],
  name: 'canteen.credit',
  label: { it: 'Accredita ricarica', en: 'Credit the top-up' },
  input: z.strictObject({ accountId: uuid, receiptId: z.string().min(1).max(70), cents: z.int().min(1) }),
  output: z.strictObject({ balanceCents: z.int() }),
})

export const rerateDeclaration = declare({
  ...own,
  errors: [],
  name: 'canteen.rerate',
  label: { it: 'Ricalcola tariffa', en: 'Change the fare' },
  input: z.strictObject({
    accountId: uuid,
    fareCents: cents,
    fareRule: z.string().max(2000).nullish(),
    resolution: z.string().max(200).nullish(),
    from: localDate,
  }),
  output: z.strictObject({ from: localDate, fareCents: cents }),
})

export const closeDeclaration = declare({
  ...own,
  errors: [],
  name: 'canteen.close',
  label: { it: 'Chiudi conto mensa', en: 'Close the meal account' },
  input: z.strictObject({ accountId: uuid, reason: z.string().min(1).max(500) }),
  output: z.strictObject({ balanceCents: z.int() }),
})

export const canteenDeclarations = [
  schoolEnrolmentDeclaration,
  arrearsDeclaration,
  completenessDeclaration,
  reservePlaceDeclaration,
  releasePlaceDeclaration,
  openAccountDeclaration,
  enlistDeclaration,
  firstTopUpDeclaration,
  creditDeclaration,
  rerateDeclaration,
  closeDeclaration,
]
