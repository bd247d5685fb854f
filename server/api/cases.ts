import { z } from 'zod'

import { contract } from './contract.ts'
import {
  actorView,
  caseParams,
  cents,
  count,
  direction,
  flag,
  id,
  instant,
  json,
  jsonObject,
  listQuery,
  localDate,
  long,
  municipalityRef,
  page,
  short,
  text,
} from './common.ts'
import { allowedAct } from './acts.ts'
import { auditRow } from './audit.ts'
import { incidentRow } from './incidents.ts'
import { taskRow } from './tasks.ts'

export const phases = [
  'working',
  'waiting-task',
  'waiting-outside',
  'waiting-time',
  'blocked',
  'suspended',
  'ended',
] as const
export const statuses = ['running', 'suspended', 'completed', 'failed', 'closed'] as const

export const caseRow = z
  .object({
    id,
    number: short,
    protocol: short.nullable(),
    procedure: short,
    procedureTitle: text,
    title: short,
    subject: short.nullable(),
    applicant: short.nullable(),
    municipality: municipalityRef,
    channel: z.enum(['front-office', 'import', 'counter']),
    status: z.enum(statuses),
    phase: z.enum(phases),
    outcome: short.nullable(),
    late: z.boolean(),
    /** The current step, in the diagram's words. */
    stepName: short.nullable(),
    /** Whom or what the case waits for: an office's name, a platform, "pagamento". */
    waitingFor: short.nullable(),
    since: instant.nullable(),
    /** Due date of the procedure's term. */
    due: localDate.nullable(),
    receivedAt: instant,
    startedAt: instant.nullable(),
    updatedAt: instant,
    endedAt: instant.nullable(),
    revision: count,
  })
  .meta({ id: 'CaseRow' })

/** The one plain sentence, in parts: the console puts it into words in both languages. */
export const sentence = z
  .object({
    kind: z.enum([
      'received',
      'working',
      'retrying',
      'waiting-task',
      'waiting-message',
      'waiting-payment',
      'waiting-time',
      'blocked',
      'to-verify',
      'suspended',
      'ended',
    ]),
    step: short.nullable(),
    /** Office, platform, message or timer that is waited for. */
    who: short.nullable(),
    assignee: short.nullable(),
    since: instant.nullable(),
    until: instant.nullable(),
    outcome: short.nullable(),
    failure: z.object({ platform: short.nullable(), message: long, heals: z.boolean() }).nullable(),
    attempts: count.nullable(),
    nextAttemptAt: instant.nullable(),
    /** How many other things the case waits for besides this one. */
    others: count,
  })
  .meta({ id: 'Sentence' })

export const termView = z
  .object({
    key: short,
    name: short,
    law: short.nullable(),
    state: z.enum(['running', 'suspended', 'met', 'expired']),
    startedAt: instant,
    due: localDate,
    length: z.object({ days: count, unit: z.enum(['calendar', 'working']) }),
    usedDays: count,
    suspendedDays: count,
    /** Negative when late. */
    remainingDays: z.int().min(-100_000).max(100_000).meta({ format: 'int32' }),
    suspensions: z.array(z.object({ cause: short, from: localDate, to: localDate.nullable() })).max(20),
    metAt: instant.nullable(),
  })
  .meta({ id: 'Term' })

export const stepView = z
  .object({
    id: short,
    element: short,
    name: short,
    kind: short,
    state: z.enum(['active', 'done', 'cancelled', 'failed', 'to-come']),
    enteredAt: instant.nullable(),
    leftAt: instant.nullable(),
    waitingFor: z.object({ kind: short, what: short, until: instant.nullable() }).nullable(),
    /** Tries of the step's work so far, and when the next one is due. */
    tries: count,
    nextAttemptAt: instant.nullable(),
    lastError: long.nullable(),
  })
  .meta({ id: 'Step' })

/** A value of the case with its origin: `citizen`, `ANPR`, `staff`, `decision-table`, `iter`. */
export const dataItem = z
  .object({ path: short, label: text, value: json, source: short, masked: z.boolean() })
  .meta({ id: 'DataItem' })

export const casePage = z
  .object({
    ...caseRow.shape,
    sentence,
    terms: z.array(termView).max(20),
    steps: z.array(stepView).max(1000),
    /** Sequence flows taken: the visited way. */
    flows: z.array(short).max(1000),
    tasks: z.array(taskRow).max(200),
    incidents: z.array(incidentRow).max(200),
    acts: z.array(allowedAct).max(50),
    /** The case document as the engine has it (masked for who may not see personal data). */
    document: jsonObject,
    data: z.array(dataItem).max(500),
    /** Which rows of which decision table matched, with the resolution. */
    decisions: z
      .array(
        z.object({
          name: short,
          at: instant,
          rules: z.array(z.object({ number: count, text: short })).max(100),
          output: json,
          resolution: short.nullable(),
          validFrom: localDate.nullable(),
        }),
      )
      .max(100),
    counts: z.object({ documents: count, payments: count, messages: count }),
    masked: z.boolean(),
    /** The case's own clock when it was moved ahead in rehearsal, else null. */
    clock: instant.nullable(),
    deadline: instant.nullable(),
    canAdvanceTime: z.boolean(),
  })
  .meta({ id: 'CasePage' })

const filters = {
  procedure: short.optional(),
  status: z.enum(statuses).optional(),
  phase: z.enum(phases).optional(),
  outcome: short.optional(),
  late: flag.optional(),
  open: flag.optional(),
  sort: z.enum(['receivedAt', 'updatedAt', 'due', 'since', 'number', 'subject']).default('receivedAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
}

const caseList = page(caseRow).extend({
  /** Over all the caller may see, with every filter but the phase and lateness. */
  counts: z.object({
    total: count,
    open: count,
    late: count,
    phases: z.record(z.enum(phases), count),
  }),
})

export const listCases = contract({
  id: 'listCases',
  method: 'get',
  path: '/cases',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Pratiche',
  query: listQuery.extend(filters),
  answers: { 200: caseList },
})

/** By POST, so that names and fiscal codes never stand in a URL or a log. */
export const searchCases = contract({
  id: 'searchCases',
  method: 'post',
  path: '/cases/search',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Cerca per numero, protocollo, nome o codice fiscale',
  body: z.strictObject({
    q: z.string().trim().min(2).max(100),
    municipality: id.optional(),
    limit: z.int().min(1).max(100).default(25),
  }),
  answers: { 200: page(caseRow) },
})

export const getCase = contract({
  id: 'getCase',
  method: 'get',
  path: '/cases/{caseId}',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'La pratica',
  params: caseParams,
  answers: { 200: casePage },
})

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
  query: z.object({ cursor: short.optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
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
    limit: z.coerce.number().int().min(1).max(200).default(50),
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

/** Filed by a clerk at the counter, in the same form as the front offices' requests. */
export const createCaseAtCounter = contract({
  id: 'createCaseAtCounter',
  method: 'post',
  path: '/cases',
  auth: 'session',
  action: 'cases.create',
  tag: 'Pratiche',
  summary: 'Nuova pratica allo sportello',
  body: z.strictObject({ procedure: short, municipality: id, request: jsonObject }),
  idempotent: true,
  answers: {
    201: z.object({
      id,
      number: short,
      receivedAt: instant,
      status: short,
      links: z.object({ self: short, receipt: short }),
    }),
  },
})
