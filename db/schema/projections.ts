import { sql } from 'drizzle-orm'
import { bigint, boolean, date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { Actor } from '../../engine/event.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { CaseView, Fact, IncidentView, StepView, TermView } from '../../engine/view.ts'
import type { ConfidentialStep } from '../view-summary.ts'
import { ofCase } from './cases.ts'
import { instant, jsonb, municipalityId } from './columns.ts'

/**
 * What lists and the case page read of a case. Written only by `publishCase`; rebuilt from Temporal and `closed_state`.
 * (run, history_length, revision) is the publication's place in the case's life.
 */
export const caseView = pgTable(
  'case_view',
  {
    municipalityId: municipalityId(),
    caseId: uuid('case_id').notNull(),
    number: text('number').notNull(),
    procedure: text('procedure').notNull(),
    title: text('title').notNull(),
    subjectName: text('subject_name'),
    applicantName: text('applicant_name'),
    protocol: text('protocol'),
    channel: text('channel').notNull(),
    status: text('status').$type<CaseView['status']>().notNull(),
    phase: text('phase').$type<CaseView['phase']>().notNull(),
    outcome: text('outcome'),
    stepName: text('step_name'),
    waitingFor: jsonb('waiting_for').$type<StepView['waitingFor']>(),
    /** What the line says of its step to members of the office that alone may know of it; the columns before say something neutral. */
    confidentialStep: jsonb('confidential_step').$type<ConfidentialStep>(),
    /** Since when it is in this phase at this step. */
    since: instant('since').notNull(),
    /** Due date of the procedure's legal term while it is not met: past it, the case is late. */
    due: date('due'),
    /** That term's clock is stopped: nobody is late meanwhile. */
    termSuspended: boolean('term_suspended').notNull().default(false),
    /** The office whose task it waits for; null where no task is waited for, and for a confidential one. */
    office: text('office'),
    receivedAt: instant('received_at').notNull(),
    startedAt: instant('started_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    endedAt: instant('ended_at'),
    revision: integer('revision').notNull(),
    run: integer('run').notNull(),
    historyLength: integer('history_length').notNull(),
    rest: boolean('rest').notNull(),
    /** Lines of history published so far. */
    historyCount: integer('history_count').notNull(),
    document: jsonb('document').$type<JsonObject>().notNull(),
    /** The view without document and history. */
    view: jsonb('view').$type<Omit<CaseView, 'document' | 'history'>>().notNull(),
    /** Lower-case words the search function looks in: number, protocol, names, fiscal codes. Short enough for an index: see `boundedWords`. */
    searchText: text('search_text').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.caseId] }),
    // A list is merged from its phases (db/queries/list-cases.ts): each phase in each order, in one town and in all.
    index('case_view_town_updated').on(t.municipalityId, t.phase, t.updatedAt, t.caseId),
    index('case_view_updated').on(t.phase, t.updatedAt, t.caseId),
    index('case_view_town_received').on(t.municipalityId, t.phase, t.receivedAt, t.caseId),
    index('case_view_received').on(t.phase, t.receivedAt, t.caseId),
    index('case_view_town_since').on(t.municipalityId, t.phase, t.since, t.caseId),
    index('case_view_since').on(t.phase, t.since, t.caseId),
    index('case_view_town_number').on(t.municipalityId, t.phase, t.number, t.caseId),
    index('case_view_number').on(t.phase, t.number, t.caseId),
    // A number begins with its procedure's own letters: a walk to one procedure's would pass all numbers of the others.
    index('case_view_town_procedure_number').on(t.municipalityId, t.phase, t.procedure, t.number, t.caseId),
    index('case_view_procedure_number').on(t.phase, t.procedure, t.number, t.caseId),
    index('case_view_town_subject').on(
      t.municipalityId,
      t.phase,
      sql`(case when subject_name is null then '' else subject_name end)`,
      t.caseId,
    ),
    index('case_view_subject').on(
      t.phase,
      sql`(case when subject_name is null then '' else subject_name end)`,
      t.caseId,
    ),
    index('case_view_town_due').on(
      t.municipalityId,
      t.phase,
      sql`(case when due is null then 'infinity'::date else due end)`,
      t.caseId,
    ),
    index('case_view_due').on(t.phase, sql`(case when due is null then 'infinity'::date else due end)`, t.caseId),
    // What few cases have in common is found by it, whatever they are sorted by.
    index('case_view_facets').on(t.municipalityId, t.phase, t.status, t.outcome, t.procedure),
    // Open cases with a term: who is late, and how many end in which week; all that is counted stands in the index.
    index('case_view_term')
      .on(t.municipalityId, t.due, t.caseId, t.procedure, t.office, t.termSuspended)
      .where(sql`ended_at is null and due is not null`),
    // A search begins with the cases last touched, and reads their words here (db/rules/50-search.sql).
    index('case_view_recent').on(t.municipalityId, t.updatedAt, t.caseId, t.searchText),
    index('case_view_protocol').on(t.municipalityId, t.protocol),
    index('case_view_search').using('gin', sql`${t.searchText} gin_trgm_ops`),
    ofCase('case_view_case_record', t),
  ],
)

export const task = pgTable(
  'task',
  {
    municipalityId: municipalityId(),
    caseId: uuid('case_id').notNull(),
    taskId: text('task_id').notNull(),
    element: text('element').notNull(),
    name: text('name').notNull(),
    office: text('office').notNull(),
    confidential: boolean('confidential').notNull(),
    role: text('role'),
    form: text('form').notNull(),
    assignee: text('assignee'),
    openedAt: instant('opened_at').notNull(),
    due: instant('due'),
    /** The procedure's legal term, to sort by what cannot wait. */
    legalDue: date('legal_due'),
    /** The office's promise, else the end of the term by law, else never: by this the work is sorted and grouped. */
    promise: instant('promise')
      .notNull()
      .generatedAlwaysAs(
        sql`case when due is not null then due when legal_due is null then '9999-01-01T00:00:00Z'::timestamptz
          else (legal_due + 1)::timestamp at time zone 'Europe/Rome' end`,
      ),
    state: text('state', { enum: ['open', 'completed', 'cancelled'] }).notNull(),
    closedAt: instant('closed_at'),
    number: text('number').notNull(),
    procedure: text('procedure').notNull(),
    caseTitle: text('case_title').notNull(),
    subjectName: text('subject_name'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.caseId, t.taskId] }),
    index('task_town_opened').on(t.municipalityId, t.state, t.openedAt, t.caseId, t.taskId),
    index('task_opened').on(t.state, t.openedAt, t.caseId, t.taskId),
    index('task_town_promise').on(t.municipalityId, t.state, t.promise, t.caseId, t.taskId),
    index('task_promise').on(t.state, t.promise, t.caseId, t.taskId),
    index('task_legal_due').on(
      t.state,
      sql`(case when legal_due is null then 'infinity'::date else legal_due end)`,
      t.caseId,
      t.taskId,
    ),
    index('task_assignee').on(t.assignee, t.state, t.openedAt),
    index('task_office').on(t.municipalityId, t.office, t.state, t.openedAt),
    // All that counting the open work asks for: the rows themselves stay unread.
    index('task_open')
      .on(t.municipalityId, t.office, t.confidential, t.assignee, t.promise)
      .where(sql`state = 'open'`),
    ofCase('task_case_record', t),
  ],
)

export const incident = pgTable(
  'incident',
  {
    municipalityId: municipalityId(),
    caseId: uuid('case_id').notNull(),
    incidentId: text('incident_id').notNull(),
    work: text('work').notNull(),
    element: text('element').notNull(),
    name: text('name').notNull(),
    operation: text('operation').notNull(),
    platform: text('platform'),
    kind: text('kind').$type<IncidentView['failure']['kind']>().notNull(),
    code: text('code').notNull(),
    message: text('message').notNull(),
    detail: text('detail'),
    touched: boolean('touched').notNull(),
    heals: boolean('heals').notNull(),
    allowed: text('allowed').array().$type<IncidentView['allowed']>().notNull(),
    raisedAt: instant('raised_at').notNull(),
    resolvedAt: instant('resolved_at'),
    number: text('number').notNull(),
    procedure: text('procedure').notNull(),
    caseTitle: text('case_title').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.caseId, t.incidentId] }),
    index('incident_town_raised').on(t.municipalityId, t.raisedAt, t.caseId, t.incidentId),
    index('incident_raised').on(t.raisedAt, t.caseId, t.incidentId),
    index('incident_open')
      .on(t.platform, t.code, t.municipalityId)
      .where(sql`resolved_at is null`),
    ofCase('incident_case_record', t),
  ],
)

/** One line of a case's history; `idx` counts from 0 in the case. */
export const caseEvent = pgTable(
  'case_event',
  {
    municipalityId: municipalityId(),
    caseId: uuid('case_id').notNull(),
    idx: integer('idx').notNull(),
    at: instant('at').notNull(),
    type: text('type').$type<Fact['type']>().notNull(),
    element: text('element'),
    name: text('name'),
    actor: jsonb('actor').$type<Actor>(),
    reason: text('reason'),
    detail: jsonb('detail').$type<JsonObject>().notNull(),
    confidentialOffice: text('confidential_office'),
  },
  t => [primaryKey({ columns: [t.municipalityId, t.caseId, t.idx] }), ofCase('case_event_case_record', t)],
)

/** Every try of a step's work, also those a later one made good. */
export const workAttempt = pgTable(
  'work_attempt',
  {
    municipalityId: municipalityId(),
    caseId: uuid('case_id').notNull(),
    work: text('work').notNull(),
    /** Business attempt. */
    attempt: integer('attempt').notNull(),
    /** Technical try within it, from 1, over both lanes. */
    try: integer('try').notNull(),
    lane: text('lane', { enum: ['local', 'queued'] }).notNull(),
    operation: text('operation'),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    errorKind: text('error_kind'),
    errorCode: text('error_code'),
    message: text('message'),
    nextAt: instant('next_at'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.caseId, t.work, t.attempt, t.lane, t.try] }),
    ofCase('work_attempt_case_record', t),
  ],
)

export const caseTerm = pgTable(
  'case_term',
  {
    municipalityId: municipalityId(),
    caseId: uuid('case_id').notNull(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    law: text('law'),
    state: text('state').$type<TermView['state']>().notNull(),
    startedAt: instant('started_at').notNull(),
    due: date('due').notNull(),
    days: integer('days').notNull(),
    unit: text('unit').$type<TermView['length']['unit']>().notNull(),
    suspensions: jsonb('suspensions').$type<TermView['suspensions']>().notNull(),
    metAt: instant('met_at'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.caseId, t.key] }),
    index('case_term_due').on(t.municipalityId, t.state, t.due),
    ofCase('case_term_case_record', t),
  ],
)

/** Counts kept by `publishCase`: grouping a million rows takes a second, these take none. */
export const caseCounterByState = pgTable(
  'case_counter_by_state',
  {
    municipalityId: municipalityId(),
    procedure: text('procedure').notNull(),
    status: text('status').$type<CaseView['status']>().notNull(),
    phase: text('phase').$type<CaseView['phase']>().notNull(),
    /** '' for none: part of a key. */
    outcome: text('outcome').notNull().default(''),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  t => [
    primaryKey({
      name: 'case_counter_by_state_pk',
      columns: [t.municipalityId, t.procedure, t.status, t.phase, t.outcome],
    }),
  ],
)

/** What a clerk has typed into a task's form and not yet sent. */
export const taskDraft = pgTable(
  'task_draft',
  {
    municipalityId: municipalityId(),
    caseId: uuid('case_id').notNull(),
    taskId: text('task_id').notNull(),
    personId: uuid('person_id').notNull(),
    values: jsonb('values').$type<JsonObject>().notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.caseId, t.taskId, t.personId] }),
    ofCase('task_draft_case_record', t),
  ],
)
