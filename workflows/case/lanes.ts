import { CancellationScope, proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { Work } from '../../engine/command.ts'
import { operationOf } from '../../engine/operation-of.ts'
import type { Plan, PlanOperation } from '../../engine/plan.ts'
import type { Instant } from '../../engine/json.ts'
import type { StepRequest, SwiftStepAnswer, WorkRequest } from '../../engine/publication.ts'
import type { State } from '../../engine/state.ts'
import { stepKey } from '../../engine/step-key.ts'
import type { CaseInput } from '../messages.ts'
import { isInternal, platformQueue } from '../messages.ts'
import type { CaseActivities } from './activities.ts'
import { failureOf, finalKinds, statedFailure } from './failure.ts'
import type { Publisher } from './publisher.ts'
import type { Inbox, Stimulus } from './stimulus.ts'

/** Where steps run: the local lane first, a platform's queue when that fails or when the operation says so. */
export interface Lanes {
  perform: (work: Work) => void
  /** A step that was called off: what it answers later is ignored. */
  cancel: (workId: string) => void
  cancelAll: () => void
  /** Runs the next step of the local lane to its end; false when there is none. */
  runLocal: () => Promise<boolean>
  isBusy: () => boolean
}

/** Longer than the 5 s after which the worker itself aborts the call, shorter than the workflow task's own time-out. */
const local = proxyLocalActivities<CaseActivities>({ startToCloseTimeout: '6s', retry: { maximumAttempts: 1 } })

interface Around {
  inbox: Inbox
  publisher: Publisher
  state: () => State
}

export function createLanes(input: CaseInput, { inbox, publisher, state }: Around): Lanes {
  let waiting: Work[] = []
  const queued = new Map<string, CancellationScope>()
  const report = (stimulus: Stimulus) => inbox.add({ stimulus })
  const requestOf = (work: Work): WorkRequest => ({
    ...work,
    ...(input.stepKeys === true && { key: stepKey(state(), work) }),
    municipality: input.municipality,
    caseId: input.caseId,
    caseNumber: input.number,
    at: new Date(Date.now()).toISOString(),
  })

  // A step of our own database is over at once, or the news could not be stored either: it need not carry them, which costs more than the step itself.
  const isSoonTold = ({ platform }: PlanOperation) =>
    input.swiftSteps === true && isInternal(platform) && publisher.isFresh()

  const runQueued = (work: Work, operation: PlanOperation) => {
    const scope = new CancellationScope()
    queued.set(work.id, scope)
    const isMine = () => queued.get(work.id) === scope
    const settle = (stimulus: Stimulus) => {
      if (!isMine()) return
      queued.delete(work.id)
      report(stimulus)
    }
    scope
      .run(() => queueOf(operation, input).perform(requestOf(work)))
      .then(
        output => settle({ type: 'work-done', work: work.id, output }),
        error => {
          const failure = failureOf(error, { ...operation, operation: operation.name })
          if (failure) settle({ type: 'work-failed', work: work.id, failure })
        },
      )
  }

  const runLocally = async (work: Work, operation: PlanOperation) => {
    const publication = isSoonTold(operation) ? null : publisher.pending()
    try {
      const { output, isTold } = await stepOf(input, { publication, work: requestOf(work) }, publisher.behindSince())
      report({ type: 'work-done', work: work.id, output, tries: 1 })
      if (publication && isTold) publisher.published(publication)
    } catch (error) {
      // Also when something around the operation failed (our own database): in the queue it is tried until it says for itself.
      const failure = statedFailure(error)
      if (!failure || failure.kind === 'unavailable') return runQueued(work, operation)
      report({ type: 'work-failed', work: work.id, failure, tries: 1 })
      if (publication && input.swiftSteps !== true) publisher.published(publication)
    }
  }

  return {
    perform(work) {
      const operation = requiredOperation(input.plan, work)
      if (operation.dispatch === 'queued') runQueued(work, operation)
      else waiting.push(work)
    },
    cancel(workId) {
      waiting = waiting.filter(work => work.id !== workId)
      const scope = queued.get(workId)
      queued.delete(workId)
      scope?.cancel()
    },
    cancelAll() {
      waiting = []
      const scopes = [...queued.values()]
      queued.clear()
      for (const scope of scopes) scope.cancel()
    },
    async runLocal() {
      const work = waiting.shift()
      if (work) await runLocally(work, requiredOperation(input.plan, work))
      return work !== undefined
    },
    isBusy: () => queued.size > 0,
  }
}

/** A case begun before there were swift steps tells its news with each step. */
async function stepOf(
  { swiftSteps }: CaseInput,
  request: StepRequest,
  behindSince: Instant | null,
): Promise<SwiftStepAnswer> {
  if (swiftSteps === true) return local.swiftStep({ ...request, behindSince })
  return { output: await local.step(request), isTold: true }
}

/** Tries are Temporal's: spaced by the plan's policy, and fair between municipalities when a platform's queue is long. */
const queueOf = (operation: PlanOperation, { municipality }: CaseInput) =>
  proxyActivities<CaseActivities>({
    taskQueue: platformQueue(operation.platform),
    startToCloseTimeout: `${operation.timeoutSeconds}s`,
    cancellationType: 'TRY_CANCEL',
    summary: operation.name,
    priority: { fairnessKey: municipality },
    retry: {
      initialInterval: `${operation.retry.initialSeconds}s`,
      backoffCoefficient: operation.retry.backoff,
      maximumInterval: `${operation.retry.maxSeconds}s`,
      maximumAttempts: operation.retry.maxAttempts,
      nonRetryableErrorTypes: finalKinds,
    },
  })

function requiredOperation(plan: Plan, { element }: Work): PlanOperation {
  const operation = operationOf(plan, element)
  if (!operation) throw new Error(`The plan has no operation at element ${element}.`)
  return operation
}
