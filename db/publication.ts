import type { CaseView, Fact } from '../engine/view.ts'

/**
 * One publication of a case by its workflow: everything the console shows, as whole sets, and the new end of its history.
 * (run, historyLength, revision) is its place in the case's life.
 */
export interface Publication {
  municipality: string
  caseId: string
  /** Counts the continue-as-new runs, from 1. */
  run: number
  /** Length of the workflow's history at the workflow task that publishes. */
  historyLength: number
  revision: number
  /** The case waits: nothing more comes out of this workflow task. */
  rest: boolean
  view: Omit<CaseView, 'history'>
  /** Index of `history[0]` in the case's whole history; stored lines from here on are replaced. */
  historyFrom: number
  history: Fact[]
}
