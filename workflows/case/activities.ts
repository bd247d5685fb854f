import type { Json } from '../../engine/json.ts'
import type {
  ChildCase,
  ChildRequest,
  Publication,
  StepRequest,
  SwiftStepAnswer,
  SwiftStepRequest,
  WorkRequest,
} from '../../engine/publication.ts'

/** The activities that a case calls, by name. */
export interface CaseActivities {
  /** Local: publishes what the projection lacks, then performs the work and returns its output. */
  step(request: StepRequest): Promise<Json>
  /** Local: performs the work, and publishes what the projection lacks when that would otherwise be told late. */
  swiftStep(request: SwiftStepRequest): Promise<SwiftStepAnswer>
  /** Queued on the platform's task queue. */
  perform(work: WorkRequest): Promise<Json>
  publish(publication: Publication): Promise<void>
  /** Registers a case of its own for a call activity and returns what starts its workflow. */
  openChild(request: ChildRequest): Promise<ChildCase>
}
