import { z } from 'zod'

import { EXPLAINED, hasWords } from '../../engine/reason.ts'
import { contract } from './contract.ts'
import { bigCents, count, id, instant, listQuery, localDate, page, short } from './common.ts'
import { assignment, counted, entry, flowRow, paymentRow, serviceRef } from './payment-views.ts'

export const exceptionClasses = ['error', 'unreported', 'not-pagopa'] as const

const filters = {
  /** Without it those in error and those that wait. */
  class: z.enum(exceptionClasses).optional(),
  order: z.enum(['asc', 'desc']).default('asc'),
}

export const listExceptions = contract({
  id: 'listExceptions',
  method: 'get',
  path: '/exceptions',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Provvisori in errore o che aspettano il loro flusso, con i candidati',
  query: listQuery.extend(filters),
  answers: {
    200: page(entry).extend({
      counts: z.object({ error: counted, unreported: counted, notPagopa: counted, alarms: count }),
    }),
  },
})

export const exportExceptions = contract({
  id: 'exportExceptions',
  method: 'get',
  path: '/exceptions.csv',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Gli stessi provvisori in CSV, con il perché e i candidati',
  query: z.object({ municipality: id.optional(), ...filters, language: z.enum(['it', 'en']).default('it') }),
  answers: { 200: { file: 'text/csv' } },
})

const movement = z.object({
  file: id,
  fileName: short,
  position: count,
  page: count,
  line: count,
  operation: short,
  cents: bigCents,
  movedOn: localDate,
})

const paymentCandidate = z.object({
  id,
  iuv: short,
  cents: bigCents,
  dueOn: localDate.nullable(),
  debtor: short.nullable(),
  service: serviceRef.nullable(),
  description: z.string().max(4000).nullable(),
})

export const entryDetail = entry
  .extend({
    movements: z.array(movement).max(200),
    /** All that was ever decided about it, newest first. */
    assignments: z.array(assignment).max(200),
    flows: z.array(flowRow).max(100),
    payments: z.array(paymentRow).max(100),
    /** Open payments of that very amount. */
    paymentCandidates: z.array(paymentCandidate).max(5),
    mayAssign: z.boolean(),
  })
  .meta({ id: 'TreasuryEntryDetail' })

const params = z.object({ entryId: id })

export const getEntry = contract({
  id: 'getEntry',
  method: 'get',
  path: '/entries/{entryId}',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Un provvisorio di entrata con movimenti, flussi, pagamenti e decisioni',
  params,
  answers: { 200: entryDetail },
})

const reason = z
  .string()
  .trim()
  .max(2000)
  .refine(text => hasWords(text, EXPLAINED), `Il motivo va detto in almeno ${EXPLAINED} parole.`)
const decided = {
  reason,
  /** `updatedAt` of the entry that the person looked at: what has changed since is not decided about. */
  basedOn: instant,
}

/** `Idempotency-Key` is the decision's id: asked twice, it is one. The entry is judged again at once after it. */
export const assignEntry = contract({
  id: 'assignEntry',
  method: 'post',
  path: '/entries/{entryId}/assignments',
  auth: 'session',
  action: 'payments.assign',
  tag: 'Pagamenti',
  summary: 'Assegna un provvisorio a un flusso o a un pagamento, o di’ che non è pagoPA',
  params,
  body: z.discriminatedUnion('target', [
    z.strictObject({ target: z.literal('flow'), flow: id, ...decided }),
    z.strictObject({ target: z.literal('payment'), payment: id, ...decided }),
    z.strictObject({ target: z.literal('not-pagopa'), ...decided }),
    z.strictObject({ target: z.literal('other-partner'), ...decided }),
  ]),
  idempotent: true,
  answers: { 202: entry },
})

export const revokeAssignment = contract({
  id: 'revokeAssignment',
  method: 'post',
  path: '/entries/{entryId}/assignments/{assignmentId}/revoke',
  auth: 'session',
  action: 'payments.assign',
  tag: 'Pagamenti',
  summary: 'Annulla una assegnazione',
  params: params.extend({ assignmentId: id }),
  body: z.strictObject({ reason }),
  idempotent: true,
  answers: { 202: entry },
})
