import { z } from 'zod'

import { contract } from './contract.ts'
import { bigCents, count, instant, localDate, short } from './common.ts'
import { missingKinds } from './payment-views.ts'

/**
 * A payment as the town's other programs need it. No names: they have them, by the IUV.
 */
export const paymentState = z
  .object({
    iuv: short,
    nav: short.nullable(),
    service: short.nullable(),
    /** Of Iter's own case, when it comes from one. */
    caseNumber: short.nullable(),
    cents: bigCents,
    dueOn: localDate.nullable(),
    paid: z.enum(['no', 'paid', 'no-receipt', 'revoked']),
    paidAt: instant.nullable(),
    receiptId: short.nullable(),
    /** Further receipts for the same debt. */
    duplicates: count,
    reported: z.enum(['no', 'reported', 'anomalous', 'not-due']),
    reportedOn: localDate.nullable(),
    /** The report (FdR) and the transfer's TRN. */
    flowId: short.nullable(),
    regulationId: short.nullable(),
    reportedCents: bigCents.nullable(),
    reconciled: z.enum(['no', 'partial', 'difference', 'reconciled', 'not-due']),
    reconciledOn: localDate.nullable(),
    /** Treasury entries (provvisori) that brought the money, as bank/year/number. */
    entries: z.array(short).max(100),
    missing: z.enum(missingKinds),
    code: short.nullable(),
    changedAt: instant,
  })
  .meta({ id: 'PaymentState' })

/** The CSV's columns: the names of the JSON. */
export const stateColumns = paymentState.keyof().options

export const listPaymentEvents = contract({
  id: 'listPaymentEvents',
  method: 'get',
  path: '/payment-events',
  auth: 'token',
  action: null,
  scope: 'payments',
  tag: 'Pagamenti',
  summary: 'I pagamenti il cui stato è cambiato dopo un cursore',
  query: z.object({
    /** `cursor` of the answer before; without it from the beginning. */
    after: z.string().max(60).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(500).meta({ format: 'int32' }),
  }),
  answers: {
    200: z.object({
      items: z.array(paymentState).max(1000),
      /** To be kept, and sent with the next question, also when there was nothing. */
      cursor: z.string().max(60),
      /** Ask again at once. */
      more: z.boolean(),
    }),
  },
})

export const getPaymentState = contract({
  id: 'getPaymentState',
  method: 'get',
  path: '/payment-states/{iuv}',
  auth: 'token',
  action: null,
  scope: 'payments',
  tag: 'Pagamenti',
  summary: 'Lo stato di un pagamento',
  params: z.object({
    iuv: z
      .string()
      .regex(/^[A-Za-z0-9]{1,35}$/)
      .max(35),
  }),
  answers: { 200: paymentState },
})

export const exportPaymentStates = contract({
  id: 'exportPaymentStates',
  method: 'get',
  path: '/payment-states.csv',
  auth: 'token',
  action: null,
  scope: 'payments',
  tag: 'Pagamenti',
  summary: 'Gli stati dei pagamenti in CSV',
  query: z.object({
    missing: z.enum(missingKinds).optional(),
    /** First and last day on which they were paid. */
    paidFrom: localDate.optional(),
    paidTo: localDate.optional(),
  }),
  answers: { 200: { file: 'text/csv' } },
})
