import type { Instant, Json, JsonObject } from './json.ts'
import type { OfficeCalendar } from './terms/holidays.ts'

/** Who did something: a person of the staff, the citizen's side, a platform or Iter itself. `id` is opaque, never a name. */
export interface Actor {
  kind: 'staff' | 'citizen' | 'platform' | 'system'
  id: string
  role?: string
}

/**
 * Why a step's work did not succeed.
 * `refused` is a business answer (a BPMN error when the diagram catches `code`), the other kinds are technical and end as incidents.
 */
export interface Failure {
  kind: 'refused' | 'unavailable' | 'misconfigured' | 'unknown-outcome' | 'defect'
  /** Stable, kebab-case: `anpr-not-found`, `io-timeout`. BPMN error codes are compared with it. */
  code: string
  /** One Italian sentence for a clerk, without personal data. */
  message: string
  /** Technical detail to copy into a ticket, without personal data. */
  detail?: string
  /** The platform that failed, when one did. */
  platform?: string
  /** True when the outside may already have been touched and a person must verify. */
  touched?: boolean
}

export type Event =
  /** `calendar`: how the town's offices count working days; it is pinned, a later change moves no case that has begun. */
  | {
      type: 'start'
      at: Instant
      data: JsonObject
      message?: string
      engineVersion?: number
      calendar?: OfficeCalendar
    }
  | { type: 'work-done'; at: Instant; work: string; output: Json; tries?: number }
  | { type: 'work-failed'; at: Instant; work: string; failure: Failure; tries?: number }
  /** The armed deadline has been reached: every timer due at or before `at` fires, earliest first. */
  | { type: 'clock'; at: Instant }
  /** `id` makes the delivery unique: a seen id is ignored. */
  | { type: 'message'; at: Instant; id: string; name: string; key?: string; data: JsonObject; actor?: Actor }
  | { type: 'signal'; at: Instant; id: string; name: string; data: JsonObject }
  | { type: 'child-done'; at: Instant; instance: string; output: JsonObject }
  | { type: 'child-failed'; at: Instant; instance: string; failure: Failure }
  | { type: 'act'; at: Instant; actor: Actor; reason?: string; requestId: string; act: Act }

/** What a person of the staff may do to a case. Ids are those of the view (tasks, incidents). */
export type Act =
  | { type: 'claim'; task: string; assignee: string }
  | { type: 'release'; task: string }
  | { type: 'reassign'; task: string; assignee?: string; office?: string }
  | { type: 'complete'; task: string; values: JsonObject }
  /** Runs the failed step again with the same input. */
  | { type: 'retry'; incident: string }
  /** Corrects the document (paths like `child.class`), then runs the failed step again with its input computed anew. */
  | { type: 'amend'; incident?: string; set: { path: string; value: Json }[] }
  /** A person found out what happened and states the step's output. `source` says how it is known. */
  | { type: 'record-outcome'; incident: string; output: Json; source: string }
  /** The person states that the effect did not happen outside: the step may be repeated as a new business attempt. */
  | { type: 'not-done'; incident: string; source: string }
  | { type: 'suspend' }
  | { type: 'resume' }
  | { type: 'move'; from: string; to: string }
  /** The office tells the case what it waits for, in the place of who else would. */
  | { type: 'message'; name: string; data: JsonObject }
  /**
   * Ends the case on a legal ground. A diagram that has something to undo outside catches the message `closing` (data: ground and
   * text) in an event sub-process: the case then ends when that does; without one, or a second time, it ends at once.
   */
  | { type: 'close'; ground: string; text?: string }

/** Why an act is refused: stale, unknown, not allowed now, or bad values (one entry a field). */
export interface Refusal {
  kind: 'stale' | 'not-allowed' | 'invalid'
  message: string
  fields?: { path: string; message: string }[]
}
