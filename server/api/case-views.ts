import { z } from 'zod'

import { count, id, instant, json, jsonObject, localDate, long, municipalityRef, short, text } from './common.ts'
import { allowedAct } from './acts.ts'
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
    /** The same in both languages, where there are words in both: a step of another office's confidence has no other name. */
    stepText: text.nullable(),
    /** Whom or what the case waits for: an office's name, a platform, "il pagamento". */
    waitingFor: short.nullable(),
    /** The wait in words: "in attesa del pagamento", "servizio attivo fino al 30 giugno 2027". */
    waitingForText: text.nullable(),
    since: instant.nullable(),
    /** Due date of the procedure's term. */
    due: localDate.nullable(),
    /** The law's clock is stopped: the due date stands still with it. */
    termSuspended: z.boolean(),
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
      /** Granted, and nobody is asked for anything: until `lastDay` where there is one. */
      'active',
      'blocked',
      'to-verify',
      'suspended',
      'ended',
    ]),
    step: short.nullable(),
    /** The step in both languages, where it has words in both. */
    stepText: text.nullable(),
    /** Office, platform or message that is waited for, by its code where it has one; null for another office's confidence. */
    who: short.nullable(),
    /** The same in words, with its article: "il pagamento". */
    whoText: text.nullable(),
    assignee: short.nullable(),
    since: instant.nullable(),
    until: instant.nullable(),
    /** The last day of the wait, where it ends with a day: `until` is the beginning of the day after it. */
    lastDay: localDate.nullable(),
    /** Since when the outcome holds, for an `active` case. */
    decidedAt: instant.nullable(),
    outcome: short.nullable(),
    failure: z.object({ platform: short.nullable(), message: long, heals: z.boolean() }).nullable(),
    /** Tries since the step last began, and how many there are before it becomes a failure. */
    attempts: count.nullable(),
    maxAttempts: count.nullable(),
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
    waitingFor: z
      .object({
        kind: short,
        what: short,
        until: instant.nullable(),
        term: short.optional(),
        lastDay: localDate.optional(),
        idle: z.literal(true).optional(),
        text: text.nullable(),
      })
      .nullable(),
    /** Tries of the step's work since it last began, how many there are at most, and when the next one is due. */
    tries: count,
    maxAttempts: count.nullable(),
    nextAttemptAt: instant.nullable(),
    lastError: long.nullable(),
  })
  .meta({ id: 'Step' })

/** Domanda, Accertamenti, Tariffa, Decisione, Servizio, Pagamento, and what a procedure puts nowhere. */
export const dataSections = ['request', 'checks', 'fare', 'decision', 'service', 'payment', 'other'] as const

/** A value of the case with its origin: `citizen`, `ANPR`, `SPID/CIE`, `school-list`, `register`, `staff`, `decision-table`, `pagoPA`, `IO`, `iter`. */
export const dataItem = z
  .object({
    path: short,
    label: text,
    value: json,
    /** The value in words: codes by the procedure's labels, cents as euros, days in full. Null when masked. */
    valueText: text.nullable(),
    section: z.enum(dataSections),
    /** Ids and what has no label: to be folded away. */
    technical: z.boolean(),
    source: short,
    masked: z.boolean(),
  })
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
