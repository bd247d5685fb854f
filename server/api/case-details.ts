import { z } from 'zod'

import { contract } from './contract.ts'
import {
  actorView,
  caseParams,
  cents,
  count,
  direction,
  id,
  instant,
  jsonObject,
  localDate,
  long,
  page,
  short,
  text,
} from './common.ts'
import { auditRow } from './audit.ts'

/** One line of the history; `type` and `detail` make the sentence. */
export const historyItem = z
  .object({
    index: count,
    at: instant,
    type: short,
    element: short.nullable(),
    name: short.nullable(),
    /** Instance of the step it belongs to, to group by. */
    step: short.nullable(),
    /** What came of it, where that says more than the step's name: "Avviso pagoPA creato: 50,00 €, IUV …, al secondo tentativo: …". */
    summary: text.nullable(),
    actor: actorView.nullable(),
    reason: long.nullable(),
    detail: jsonObject,
    attempts: z
      .array(
        z.object({
          try: count,
          startedAt: instant,
          endedAt: instant.nullable(),
          errorKind: short.nullable(),
          errorCode: short.nullable(),
          message: long.nullable(),
          nextAt: instant.nullable(),
        }),
      )
      .max(100),
  })
  .meta({ id: 'HistoryItem' })

export const getHistory = contract({
  id: 'getHistory',
  method: 'get',
  path: '/cases/{caseId}/history',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Cronologia, dalla più recente',
  params: caseParams,
  query: z.object({
    cursor: short.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100).meta({ format: 'int32' }),
  }),
  answers: { 200: page(historyItem) },
})

export const paymentRow = z
  .object({
    id,
    iuv: short,
    nav: short,
    cents,
    dueDate: localDate,
    state: z.enum(['creating', 'published', 'paid', 'expired', 'cancelled']),
    description: short,
    documentId: id.nullable(),
    receipts: z
      .array(
        z.object({
          id: short,
          cents,
          paidAt: instant,
          source: z.enum(['push', 'poll']),
          creditedAt: instant.nullable(),
        }),
      )
      .max(100),
  })
  .meta({ id: 'PaymentRow' })

export const listPayments = contract({
  id: 'listPayments',
  method: 'get',
  path: '/cases/{caseId}/payments',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Avvisi e ricevute di pagamento',
  params: caseParams,
  answers: {
    200: page(paymentRow).extend({
      account: z
        .object({
          id,
          model: z.enum(['prepaid', 'postpaid']),
          state: short,
          balanceCents: cents,
          entries: z.array(z.object({ at: instant, kind: short, cents, reference: short })).max(500),
        })
        .nullable(),
    }),
  },
})

export const messageRow = z
  .object({
    id: short,
    direction: z.enum(['in', 'out']),
    channel: short,
    subject: short,
    state: short,
    at: instant,
  })
  .meta({ id: 'MessageRow' })

export const listMessages = contract({
  id: 'listMessages',
  method: 'get',
  path: '/cases/{caseId}/messages',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Messaggi inviati e ricevuti',
  params: caseParams,
  answers: { 200: page(messageRow) },
})

export const listCaseAudit = contract({
  id: 'listCaseAudit',
  method: 'get',
  path: '/cases/{caseId}/audit',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Registro della pratica',
  params: caseParams,
  query: z.object({
    cursor: short.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50).meta({ format: 'int32' }),
    order: direction,
  }),
  answers: { 200: page(auditRow) },
})

export const getDiagram = contract({
  id: 'getDiagram',
  method: 'get',
  path: '/cases/{caseId}/diagram',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Il diagramma al quale la pratica è legata',
  params: caseParams,
  answers: {
    200: z.object({
      xml: z.string().max(2_000_000),
      planHash: short,
      /** element -> state, for colours and marks */
      elements: z.array(z.object({ element: short, state: short, since: instant.nullable() })).max(1000),
      flows: z.array(short).max(1000),
    }),
  },
})
