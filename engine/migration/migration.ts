import type { Diagnostic } from '../compile/diagnostic.ts'
import type { Actor } from '../event.ts'
import type { Instant } from '../json.ts'
import type { Mapping } from '../plan.ts'

/** How a running case goes over to another version of its diagram. */
export interface Migration {
  at: Instant
  actor: Actor
  reason: string
  /** New id by old id, of elements and flows; what is not named keeps its id. */
  elements?: { [id: string]: string }
  /** Timers (by their id in the new diagram) that are computed anew from the start of what they belong to; the others keep their date. */
  timersAnew?: string[]
  /** What becomes of the data: each value is computed from the document as it was, before the first is written. */
  transform?: Mapping[]
}

/** Why a case cannot go over: an element of the old diagram, what is wrong, what to do. */
export type Obstacle = Pick<Diagnostic, 'element' | 'name' | 'message' | 'remedy'>
