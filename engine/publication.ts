import type { Work } from './command.ts'
import type { Instant, Json, JsonObject } from './json.ts'
import type { Plan } from './plan.ts'
import type { State } from './state.ts'
import type { CaseView, Fact } from './view.ts'

/**
 * What a case's driver hands to the projection: whole sets, ordered by (run, historyLength, revision).
 * A worker's crash can run local steps again with another result, so a later publication replaces an earlier one of the same revision;
 * the one at rest always replaces.
 */
export interface Publication {
  municipality: string
  caseId: string
  /** 1 for the first run of the case's workflow, plus one at each continue-as-new. */
  run: number
  /** Events in the run's history when the workflow task began. */
  historyLength: number
  revision: number
  /** True when nothing more happens until something arrives from outside. */
  rest: boolean
  view: Omit<CaseView, 'history'>
  /** Index of `history[0]` in the case's whole history; what is stored from this index on is replaced. */
  historyFrom: number
  history: Fact[]
  /** With the last publication of all: what the case was when it ended, kept when its workflow is gone. */
  final?: State
}

/** A step's work with what its operation must know of the case. */
export interface WorkRequest extends Work {
  municipality: string
  caseId: string
  /** With `attempt` the key of everything the step does outside, see `stepKey`; the step's id for cases begun before there was one. */
  key?: string
  /** The case's number, as printed: `MENSA-2026-000001`. */
  caseNumber: string
  /** The case's own time, which may run ahead of the wall clock in a rehearsal. */
  at: Instant
}

/** Argument of the local activity `step`: publish (when the projection is behind), then perform. */
export interface StepRequest {
  publication: Publication | null
  work: WorkRequest
}

/** How old news may get while steps follow each other at once; with the console's own way of hearing it, a screen stays within a second. */
export const newsPatienceMs = 500

/** Argument of the local activity `swiftStep`: perform, and publish only what would otherwise be told late. */
export interface SwiftStepRequest extends StepRequest {
  /** Since when the projection is behind; null when it is not. */
  behindSince: Instant | null
}

/** What a swift step brought. */
export interface SwiftStepAnswer {
  output: Json
  /** The publication has been made; when not, a later one will tell it along. */
  isTold: boolean
}

/** A call activity asks for a case of its own. */
export interface ChildRequest {
  municipality: string
  parentCaseId: string
  /** The call activity's instance: the key under which the child is opened once. */
  instance: string
  procedure: string
  data: JsonObject
  at: Instant
}

/** What the child's workflow starts with. */
export interface ChildCase {
  caseId: string
  number: string
  planHash: string
  plan: Plan
  /** The document that it begins with, when it is more than what was asked with. */
  data?: JsonObject
}
