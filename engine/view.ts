import type { Actor, Failure } from './event.ts'
import type { Instant, Json, JsonObject, LocalDate } from './json.ts'

/**
 * What the rest of the house reads of a case: derived from plan and state by `viewOf(plan, state)`, published whole.
 * Everything is JSON; nothing here is needed to go on with the case.
 */
export interface CaseView {
  procedure: string
  revision: number
  status: 'running' | 'suspended' | 'completed' | 'failed' | 'closed'
  /** Where the case is in words' stead: drives sentence and filter. */
  phase: 'working' | 'waiting-task' | 'waiting-outside' | 'waiting-time' | 'blocked' | 'suspended' | 'ended'
  /** Set by the diagram on end events or milestones (`iter:outcome`): `approved`, `rejected`, `withdrawn`. */
  outcome: string | null
  startedAt: Instant
  updatedAt: Instant
  endedAt: Instant | null
  document: JsonObject
  /** The armed deadline of the whole case. */
  deadline: Instant | null
  steps: StepView[]
  tasks: TaskView[]
  incidents: IncidentView[]
  terms: TermView[]
  /** Sequence flows taken at least once (element ids), for the visited path. */
  flows: string[]
  /** Elements that only one office may know to have been reached, and the flows that would tell it; absent when there are none. See `redactView`. */
  confidential?: { element: string; office: string; flows: string[] }[]
  history: Fact[]
}

/** An element instance that was reached; live ones have no `leftAt`. */
export interface StepView {
  id: string
  element: string
  name: string
  kind: string
  state: 'active' | 'done' | 'cancelled' | 'failed'
  enteredAt: Instant
  leftAt: Instant | null
  /** For an element that waits: who or what it waits for. */
  waitingFor?: {
    kind: 'task' | 'work' | 'message' | 'timer' | 'child'
    what: string
    /** The instant at which the wait ends by itself. */
    until: Instant | null
    /** The term whose expiry ends it (key of `TermView`). */
    term?: string
    /** The last day of the wait, where it ends with a day: `until` is the beginning of the day after it. */
    lastDay?: LocalDate
    /** What it waits for may come or not: nobody is asked for anything, and nothing is late. */
    idle?: true
  }
  /** Only members of this office may know of the step. */
  confidential?: string
}

export interface TaskView {
  id: string
  element: string
  name: string
  office: string
  /** Only members of `office` may know of the task's content. */
  confidential: boolean
  /** Role required besides being in the office, e.g. `supervisor`. */
  role: string | null
  form: string
  assignee: string | null
  openedAt: Instant
  /** To be done by (office's own promise), not the legal term. */
  due: Instant | null
  closedAt: Instant | null
  state: 'open' | 'completed' | 'cancelled'
}

export interface IncidentView {
  id: string
  work: string
  element: string
  name: string
  operation: string
  failure: Failure
  raisedAt: Instant
  resolvedAt: Instant | null
  /** What a person may do; identity is never recorded by hand. */
  allowed: ('retry' | 'amend' | 'record-outcome' | 'not-done' | 'close')[]
  /** `unavailable` heals by itself when the platform answers again. */
  heals: boolean
}

export interface TermView {
  key: string
  name: string
  law: string | null
  state: 'running' | 'suspended' | 'met' | 'expired'
  startedAt: Instant
  due: LocalDate
  length: { days: number; unit: 'calendar' | 'working' }
  /** Each stop: why, from, to (null while it lasts). */
  suspensions: { cause: string; from: LocalDate; to: LocalDate | null }[]
  metAt: Instant | null
}

/** One line of the case's history, append-only. `type` and `detail` make the sentence; the console words it. */
export interface Fact {
  at: Instant
  type:
    | 'started'
    | 'entered'
    | 'left'
    | 'cancelled'
    | 'decided'
    | 'task-opened'
    | 'task-completed'
    | 'work-done'
    | 'work-failed'
    | 'incident-raised'
    | 'incident-resolved'
    | 'error-caught'
    | 'timer-fired'
    | 'message-received'
    | 'term-started'
    | 'term-suspended'
    | 'term-resumed'
    | 'term-met'
    | 'term-expired'
    | 'act'
    | 'milestone'
    | 'ended'
  element: string | null
  name: string | null
  actor: Actor | null
  reason: string | null
  detail: { [key: string]: Json }
}
