import { z } from 'zod'

import { contract } from './contract.ts'
import { caseParams, cents, id, instant, jsonObject, page, short } from './common.ts'
import { documentRow } from './documents.ts'
import { statuses } from './case-views.ts'

export const createdCase = z
  .object({
    id,
    number: short,
    receivedAt: instant,
    status: z.enum(statuses),
    links: z.object({ self: short, receipt: short }),
  })
  .meta({ id: 'CreatedCase' })

export const createCase = contract({
  id: 'createCase',
  method: 'post',
  path: '/cases',
  auth: 'token',
  action: null,
  scope: 'cases',
  tag: 'Domande',
  summary: 'Presenta una domanda',
  files: true,
  body: z.strictObject({
    procedure: short.meta({ example: 'canteen-enrolment' }),
    request: jsonObject.meta({ description: "The procedure's request; its JSON Schema is in docs/examples" }),
  }),
  idempotent: true,
  answers: { 201: createdCase },
})

export const getOwnCase = contract({
  id: 'getOwnCase',
  method: 'get',
  path: '/cases/{caseId}',
  auth: 'token',
  action: null,
  scope: 'cases',
  tag: 'Domande',
  summary: 'A che punto è una domanda presentata da questo portale',
  params: caseParams,
  answers: {
    200: createdCase.extend({
      protocol: short.nullable(),
      outcome: short.nullable(),
      updatedAt: instant,
      /** Messages that the case would accept now. */
      expects: z.array(short).max(10),
      payments: z.array(z.object({ nav: short, cents, dueDate: short, state: short })).max(100),
    }),
  },
})

export const listOwnDocuments = contract({
  id: 'listOwnDocuments',
  method: 'get',
  path: '/cases/{caseId}/documents',
  auth: 'token',
  action: null,
  scope: 'cases',
  tag: 'Domande',
  summary: 'Documenti inviati al cittadino',
  params: caseParams,
  answers: { 200: page(documentRow) },
})

export const getOwnDocument = contract({
  id: 'getOwnDocument',
  method: 'get',
  path: '/cases/{caseId}/documents/{documentId}',
  auth: 'token',
  action: null,
  scope: 'cases',
  tag: 'Domande',
  summary: 'Il documento',
  params: caseParams.extend({ documentId: id }),
  answers: { 200: { file: 'application/octet-stream' } },
})

export const attachment = z
  .strictObject({
    name: short.min(1),
    mediaType: z.enum(['application/pdf', 'image/jpeg', 'image/png']),
    content: z.base64().max(7_000_000),
    kind: short.optional(),
  })
  .meta({ id: 'Attachment' })

export const sendMessage = contract({
  id: 'sendMessage',
  method: 'post',
  path: '/cases/{caseId}/messages',
  auth: 'token',
  action: null,
  scope: 'cases',
  tag: 'Domande',
  summary:
    'Manda alla pratica un ISEE, una integrazione, osservazioni, la rinuncia o la rettifica di una richiesta di pagamento',
  params: caseParams,
  files: true,
  body: z.strictObject({
    name: z.enum(['isee', 'integration', 'observations', 'withdrawal', 'amendment']),
    data: jsonObject,
    documents: z.array(attachment).max(5).optional(),
  }),
  idempotent: true,
  answers: {
    202: z.object({ id, state: z.literal('accepted') }),
  },
})

export const pushReceipt = contract({
  id: 'pushReceipt',
  method: 'post',
  path: '/pagopa/receipts',
  auth: 'token',
  action: null,
  scope: 'receipts',
  tag: 'Pagamenti',
  summary: 'Una ricevuta di pagamento',
  /** CtReceiptModelResponse of pagoPA's Biz Events, as far as it is read; amounts are euros. */
  body: z.looseObject({
    receiptId: z.string().min(1).max(70),
    noticeNumber: z
      .string()
      .regex(/^\d{18}$/)
      .max(18),
    fiscalCode: z.string().max(16),
    outcome: z.enum(['OK', 'KO']),
    creditorReferenceId: z.string().min(1).max(35),
    paymentAmount: z.number().min(0.01).max(10_000_000).meta({ format: 'double' }),
    paymentDateTimeFormatted: z.iso.datetime({ offset: true, local: true }).max(40),
  }),
  answers: { 200: z.object({ state: z.enum(['stored', 'already-known', 'in-suspense', 'ignored']) }) },
})
