import type { Failure } from './event.ts'
import type { Instant, JsonObject, Json } from './json.ts'

/** A step's work, to be performed outside by an operation. */
export interface Work {
  /** Unique in the case: `<element id>#<instance number>`. */
  id: string
  /** The diagram's element. */
  element: string
  /** Name in the catalogue, `pagopa.createNotice`. */
  operation: string
  input: JsonObject
  /** Business attempt, from 1: a person's "not done, repeat" raises it, a technical retry never does. */
  attempt: number
}

/** What the shell must do. The core never does anything itself; a step that is opened and closed within one `advance` leaves no command. */
export type Command =
  | { type: 'perform'; work: Work }
  | { type: 'cancel-work'; work: string }
  | { type: 'open-task'; task: string }
  | { type: 'close-task'; task: string }
  /** Replaces the one armed deadline; null disarms it. */
  | { type: 'deadline'; at: Instant | null }
  | { type: 'send-message'; id: string; name: string; key?: string; data: JsonObject }
  | { type: 'start-child'; instance: string; procedure: string; data: JsonObject }
  | { type: 'cancel-child'; instance: string }
  | { type: 'raise-incident'; incident: string; failure: Failure }
  | { type: 'finish'; status: 'completed' | 'failed' | 'closed'; output: Json }
