import type { Json } from '../../engine/json.ts'
import type { ChildCase, ChildRequest, Publication, StepRequest, WorkRequest } from '../../engine/publication.ts'

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
