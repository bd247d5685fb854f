import { z } from 'zod'

import { contract } from './contract.ts'
import {
  count,
  direction,
  flag,
  id,
  instant,
  jsonObject,
  listQuery,
  localDate,
  long,
  municipalityRef,
  page,
  personRef,
  short,
  text,
} from './common.ts'
import { documentRow } from './documents.ts'
import { form, formFact, formValues } from './forms.ts'
import { actAnswer, actPending } from './acts.ts'

export const dueGroups = ['late', 'today', 'week', 'later'] as const

export const taskRow = z
  .object({
    /** `<caseId>:<taskId>`: unique over all cases. */
    id: short,
    caseId: id,
    taskId: short,
    /** What to do, with its verb: "Controlla l'atto di tutela". */
    name: short,
    element: short,
    number: short,
    protocol: short.nullable(),
    procedure: short,
    procedureTitle: text,
    /** About whom: the child. */
    subject: short.nullable(),
    applicant: short.nullable(),
    /** What tells one case from the next: "classe 2B, Rodari". */
    about: short.nullable(),
    municipality: municipalityRef,
    office: z.object({ code: short, name: short }),
    role: short.nullable(),
    confidential: z.boolean(),
    assignee: personRef.nullable(),
    mine: z.boolean(),
    /** Who is away, when the reader stands in for them in this task. */
    inPlaceOf: personRef.nullable(),
    openedAt: instant,
    /** The office's own promise. */
    due: instant.nullable(),
    /** Due date of the procedure's term, by law. */
    legalDue: localDate.nullable(),
    group: z.enum(dueGroups),
    state: z.enum(['open', 'completed', 'cancelled']),
  })
  .meta({ id: 'TaskRow' })

export const taskPage = z
  .object({
    ...taskRow.shape,
    revision: count,
    case: z.object({
      title: short,
      status: short,
      phase: short,
      receivedAt: instant,
      channel: short,
    }),
    form,
    /** The case document, for the form's own expressions (`required`, `visible`). */
    document: jsonObject,
    facts: z.array(formFact).max(100),
    /** What was typed and not yet sent. */
    draft: formValues.nullable(),
    draftSavedAt: instant.nullable(),
    documents: z.array(documentRow).max(500),
    allowed: z.array(z.enum(['claim', 'release', 'complete', 'reassign'])).max(4),
    /** To whom it can be handed over: people of the office, and other offices; a confidential task stays with its own. */
    colleagues: z.array(personRef).max(500),
    offices: z.array(z.object({ code: short, name: short })).max(200),
  })
  .meta({ id: 'TaskPage' })

const params = z.object({ caseId: id, taskId: z.string().min(1).max(200) })
const answers = { 200: actAnswer, 202: actPending }

const act = <Body extends z.ZodType>(
  name: string,
  action: 'tasks.work' | 'tasks.reassign',
  summary: string,
  body: Body,
) =>
  contract({
    id: `${name}Task`,
    method: 'post',
    path: `/tasks/{caseId}/{taskId}/${name}`,
    auth: 'session',
    action,
    tag: 'Attività',
    summary,
    params,
    body,
    idempotent: true,
    answers,
  })

export const listTasks = contract({
  id: 'listTasks',
  method: 'get',
  path: '/tasks',
  auth: 'session',
  action: 'tasks.read',
  tag: 'Attività',
  summary: 'Attività aperte, con i conteggi per scadenza',
  query: listQuery.extend({
    /**
     * mine: taken by me; office: those of my offices, free or taken (default); all: the whole town, for supervisors; cover: those of
     * absent colleagues for whom I stand in, which are not in `office`.
     */
    scope: z.enum(['mine', 'office', 'all', 'cover']).default('office'),
    group: z.enum(dueGroups).optional(),
    caseId: id.optional(),
    free: flag.optional(),
    sort: z.enum(['due', 'legalDue', 'openedAt']).default('due'),
    order: direction,
  }),
  answers: {
    200: page(taskRow).extend({
      counts: z.object({
        late: count,
        today: count,
        week: count,
        later: count,
        total: count,
        /** Of those for whom the reader stands in: not among the others of the scopes `mine` and `office`. */
        cover: z.object({ total: count, late: count }),
      }),
    }),
  },
})

export const getTask = contract({
  id: 'getTask',
  method: 'get',
  path: '/tasks/{caseId}/{taskId}',
  auth: 'session',
  action: 'tasks.read',
  tag: 'Attività',
  summary: 'Una attività con il modulo, i fatti utili e la bozza',
  params,
  answers: { 200: taskPage },
})

export const saveDraft = contract({
  id: 'saveDraft',
  method: 'put',
  path: '/tasks/{caseId}/{taskId}/draft',
  auth: 'session',
  action: 'tasks.work',
  tag: 'Attività',
  summary: 'Conserva quello che è stato scritto; 409 quando un altro browser ha scritto dopo `basedOn`',
  params,
  /** `basedOn`: when the draft that the browser knows was saved, null for none; left out, what is there is replaced. */
  body: z.strictObject({ values: formValues, basedOn: instant.nullable().optional() }),
  answers: { 200: z.object({ savedAt: instant }) },
})

const nothing = z.strictObject({})

export const claimTask = act('claim', 'tasks.work', 'Prendi in carico', nothing)
export const releaseTask = act('release', 'tasks.work', 'Rilascia', nothing)
export const completeTask = act('complete', 'tasks.work', 'Concludi', z.strictObject({ values: formValues }))
export const reassignTask = act(
  'reassign',
  'tasks.reassign',
  'Passa a un collega o a un altro ufficio',
  z.strictObject({ assignee: id.optional(), office: short.optional(), reason: long.min(1) }),
)
