import type { Diagnostic } from '../compile/diagnostic.ts'

/** What `check` finds out about a plan. */
export interface Report {
  findings: Finding[]
  /** False: the search stopped before it had seen everything; what it reports is true, what it does not report is not proven. */
  decided: boolean
  /** Different markings seen. */
  states: number
}

export interface Finding extends Diagnostic {
  kind:
    | 'deadlock'
    | 'lack-of-synchronisation'
    | 'dead'
    | 'no-way-to-finish'
    | 'unbounded'
    | 'undecided'
    | 'no-deadline'
    | 'no-office'
  /** The shortest way to it from the start, to be played step by step; empty where no marking shows it. */
  trace: TraceStep[]
}

/** One move of the outside, and everything that the case does until it comes to rest again. */
export interface TraceStep {
  /** The element that moves; null for the beginning of the case. */
  element: string | null
  name: string | null
  /** What happens to it: the case begins, its work or task is completed, it fails with an error, the event occurs that it waits for. */
  choice: 'start' | 'completed' | 'error' | 'event'
  /** The code of the error; null where any other code would do the same. */
  code: string | null
  /** Flows taken in this step, in the order of their first use. */
  flows: string[]
  /** Elements that are live afterwards, and joins where tokens wait. */
  active: string[]
}
