import { z } from 'zod'

import { contract } from './contract.ts'
import {
  bigCents,
  count,
  flag,
  id,
  instant,
  listQuery,
  localDate,
  long,
  municipalityRef,
  page,
  short,
  text,
} from './common.ts'
import { alarm, entry, flowRow, flowStatuses } from './payment-views.ts'

const params = z.object({ flowId: id })

const filters = {
  status: z.enum(flowStatuses).optional(),
  psp: short.optional(),
  /** First and last day of the transfer. */
  from: localDate.optional(),
  to: localDate.optional(),
  /** Something about it is later than it should be. */
  late: flag.optional(),
  /** Part of the id or of the TRN, the total in euros, or the day of the transfer. */
  q: z.string().trim().min(2).max(100).optional(),
  /** Only those whose money may still be assigned: not reconciled, and the town's. */
  assignable: flag.optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
}

export const listFlows = contract({
  id: 'listFlows',
  method: 'get',
  path: '/flows',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Flussi di rendicontazione, senza le revisioni superate',
  query: listQuery.extend(filters),
  answers: {
    200: page(flowRow).extend({
      /** Of the same town and days. Ten thousand and one means more. */
      counts: z.object({ byStatus: z.record(z.enum(flowStatuses), count) }),
      /** Towns whose reports pagoPA does not give at the moment: when it last did (null: never), and why. */
      unfetched: z.array(z.object({ municipality: municipalityRef, since: instant.nullable(), why: long })).max(200),
    }),
  },
})

export const exportFlows = contract({
  id: 'exportFlows',
  method: 'get',
  path: '/flows.csv',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Gli stessi flussi in CSV',
  query: z.object({ municipality: id.optional(), ...filters, language: z.enum(['it', 'en']).default('it') }),
  answers: { 200: { file: 'text/csv' } },
})

export const flowDetail = flowRow
  .extend({
    /** What header and rows disagree about. */
    anomalies: z.array(z.object({ code: short, text })).max(20),
    entries: z.array(entry).max(200),
    revisions: z
      .array(
        z.object({
          id,
          revision: z.int().min(0).max(Number.MAX_SAFE_INTEGER).meta({ format: 'int64' }),
          flowAt: instant,
          state: z.enum(['current', 'replaced', 'anomalous']),
          totalCents: bigCents,
        }),
      )
      .max(50),
    mayAskReceipts: z.boolean(),
  })
  .meta({ id: 'PaymentFlowDetail' })

export const getFlow = contract({
  id: 'getFlow',
  method: 'get',
  path: '/flows/{flowId}',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Un flusso con provvisori, ritardi e revisioni',
  params,
  answers: { 200: flowDetail },
})

const flowLine = z
  .object({
    position: count,
    iuv: short,
    iur: short,
    transfer: count,
    cents: bigCents,
    outcome: count,
    outcomeText: text,
    outcomeOn: localDate,
    ownership: z.enum(['own', 'other-partner']),
    payment: z
      .object({
        id,
        cents: bigCents,
        paid: z.enum(['no', 'paid', 'no-receipt', 'revoked']),
        debtor: short.nullable(),
      })
      .nullable(),
    receiptId: short.nullable(),
  })
  .meta({ id: 'PaymentFlowLine' })

export const listFlowRows = contract({
  id: 'listFlowRows',
  method: 'get',
  path: '/flows/{flowId}/rows',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Le righe di un flusso',
  params,
  query: listQuery
    .omit({ municipality: true })
    .extend({ only: z.enum(['missing-receipt', 'revoked', 'other-partner']).optional() }),
  answers: { 200: page(flowLine) },
})

export const askReceipts = contract({
  id: 'askReceipts',
  method: 'post',
  path: '/flows/{flowId}/receipt-requests',
  auth: 'session',
  action: 'payments.assign',
  tag: 'Pagamenti',
  summary: 'Chiedi di nuovo a pagoPA le ricevute che mancano',
  params,
  body: z.strictObject({}),
  idempotent: true,
  answers: { 202: flowRow },
})

export const listAlarms = contract({
  id: 'listPaymentAlarms',
  method: 'get',
  path: '/payments/alarms',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Ciò che è in ritardo tra flussi, accrediti e ricevute',
  query: listQuery,
  answers: { 200: page(alarm) },
})
