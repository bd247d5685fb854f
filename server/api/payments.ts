import { z } from 'zod'

import { contract } from './contract.ts'
import { bigCents, count, flag, id, instant, listQuery, localDate, page, personRef, short, text } from './common.ts'
import { counted, entry, flowStatuses, missingKinds, paymentRow, sum } from './payment-views.ts'

/** What a list of payments is narrowed by. `any`: whatever is missing of a payment that was made. */
const filters = {
  municipality: id.optional(),
  missing: z.enum([...missingKinds, 'any']).optional(),
  service: short.optional(),
  flow: id.optional(),
  /** Debts with more than one receipt. */
  duplicates: flag.optional(),
  dueFrom: localDate.optional(),
  dueTo: localDate.optional(),
  paidFrom: localDate.optional(),
  paidTo: localDate.optional(),
}

export const paymentSorts = ['paidAt', 'dueOn'] as const
const sorting = { sort: z.enum(paymentSorts).default('paidAt'), order: z.enum(['asc', 'desc']).default('desc') }
const language = z.enum(['it', 'en']).default('it')

/** Days of one question: a year and a month are enough for any closing. */
const days = { from: localDate.optional(), to: localDate.optional() }

const paymentList = page(paymentRow).extend({
  counts: z.object({
    /** With every filter but `missing`. */
    all: counted,
    byMissing: z.record(z.enum(missingKinds), counted),
    /** With `missing`, without `service`. Null where counting would be dear. */
    services: z.array(z.object({ value: short, label: text, count: count.nullable() })).max(500),
  }),
})

export const listPayments = contract({
  id: 'listTownPayments',
  method: 'get',
  path: '/payments',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Pagamenti con i tre stati e ciò che manca',
  query: listQuery.extend({ ...filters, ...sorting }),
  answers: { 200: paymentList },
})

/** By POST, so that names and fiscal codes never stand in a URL or a log. */
export const searchPayments = contract({
  id: 'searchPayments',
  method: 'post',
  path: '/payments/search',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Cerca per IUV, numero di avviso, nome o codice fiscale del debitore',
  body: z.strictObject({
    q: z.string().trim().min(2).max(100),
    municipality: id.optional(),
    limit: z.int().min(1).max(100).default(25).meta({ format: 'int32' }),
  }),
  answers: { 200: page(paymentRow) },
})

/** What the list shows, whole: the same filter and order, streamed. Each export stands in the register of its towns. */
export const exportPayments = contract({
  id: 'exportPayments',
  method: 'get',
  path: '/payments.csv',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'I pagamenti di un elenco in CSV',
  query: z.object({ ...filters, ...sorting, language }),
  answers: { 200: { file: 'text/csv' } },
})

export const paymentTotals = contract({
  id: 'paymentTotals',
  method: 'get',
  path: '/payments/totals',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Quanto è dovuto, pagato, rendicontato e riconciliato di ciò che scade in un periodo',
  query: z.object({ municipality: id.optional(), ...days }),
  answers: {
    200: z.object({
      from: localDate,
      to: localDate,
      due: sum,
      paid: sum,
      reported: sum,
      reconciled: sum,
      missing: z.object({ payment: sum, receipt: sum, report: sum, credit: sum, difference: sum }),
    }),
  },
})

export const paymentBadges = contract({
  id: 'paymentBadges',
  method: 'get',
  path: '/payments/badges',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Quanto c’è da guardare, per il menu',
  query: z.object({ municipality: id.optional() }),
  answers: {
    200: z.object({
      /** Paid, and something is missing. */
      payments: count,
      exceptions: count,
      alarms: count,
      toRegularise: count,
      /** Of these, over 45 days of the 60. */
      regularisationLate: count,
    }),
  },
})

/** The law of each row: paid = reconciled + what is missing of it, to the cent; totals are the sum of the rows. */
const differenceShape = {
  paid: sum,
  reported: sum,
  reconciled: sum,
  missing: z.object({ report: sum, credit: sum, difference: sum }),
  differenceCents: bigCents,
}

export const paymentDifferences = contract({
  id: 'paymentDifferences',
  method: 'get',
  path: '/payments/differences',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Differenze tra pagato, rendicontato e riconciliato per giorno, servizio o comune',
  query: z.object({ by: z.enum(['day', 'service', 'town']).default('day'), municipality: id.optional(), ...days }),
  answers: {
    200: z.object({
      by: z.enum(['day', 'service', 'town']),
      from: localDate,
      to: localDate,
      rows: z.array(z.object({ key: short, label: text, ...differenceShape })).max(2000),
      totals: z.object(differenceShape),
    }),
  },
})

const receipt = z.object({
  receiptId: short,
  cents: bigCents,
  paidAt: instant,
  source: z.enum(['push', 'poll']),
  receivedAt: instant,
  /** A further receipt for a debt that was paid already. */
  second: z.boolean(),
})

const rowOfFlow = z.object({
  flow: id,
  flowId: short,
  psp: short,
  regulationOn: localDate,
  position: count,
  iur: short,
  transfer: count,
  cents: bigCents,
  outcome: count,
  outcomeText: text,
  outcomeOn: localDate,
  status: z.enum(flowStatuses),
  statusText: text,
})

const news = z.object({
  at: instant,
  kind: z.enum(['notice', 'receipt', 'reported', 'entry', 'assigned', 'revoked', 'annulled']),
  text,
  by: personRef.nullable(),
})

export const paymentDetail = paymentRow
  .extend({
    receipts: z.array(receipt).max(100),
    rows: z.array(rowOfFlow).max(100),
    entries: z.array(entry).max(100),
    case: z.object({ id, number: short }).nullable(),
    /** What became of it, newest first. */
    history: z.array(news).max(500),
  })
  .meta({ id: 'PaymentDetail' })

export const getPayment = contract({
  id: 'getPayment',
  method: 'get',
  path: '/payments/{paymentId}',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Un pagamento con ricevute, rendicontazione, provvisori e storia',
  params: z.object({ paymentId: id }),
  answers: { 200: paymentDetail },
})
