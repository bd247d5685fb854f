import type { Instant, Json, JsonObject } from '../../engine/json.ts'
import type { Plan } from '../../engine/plan.ts'
import type { Publication, StepRequest, WorkRequest } from '../../engine/publication.ts'

/** The activities that a case calls, by name. */
export interface CaseActivities {
  /** Local: publishes what the projection lacks, then performs the work and returns its output. */
  step(request: StepRequest): Promise<Json>
  /** Queued on the platform's task queue. */
  perform(work: WorkRequest): Promise<Json>
  publish(publication: Publication): Promise<void>
  /** Registers a case of its own for a call activity and returns what starts its workflow. */
  openChild(request: ChildRequest): Promise<ChildCase>
}

export interface ChildRequest {
  municipality: string
  parentCaseId: string
  /** The call activity's instance: the key under which the child is opened once. */
  instance: string
  procedure: string
  data: JsonObject
  at: Instant
}

export interface ChildCase {
  caseId: string
  number: string
  planHash: string
  plan: Plan
}
