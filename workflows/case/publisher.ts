import { proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow'
import type { Instant } from '../../engine/json.ts'
import { newsPatienceMs, type Publication } from '../../engine/publication.ts'
import type { State } from '../../engine/state.ts'
import { viewOf } from '../../engine/view-of.ts'
import type { CaseInput } from '../messages.ts'
import { platformQueue } from '../messages.ts'
import type { CaseActivities } from './activities.ts'

/** Keeps the projection up to date: whole sets, numbered so that a later one always wins. */
export interface Publisher {
  /** The state has changed. */
  touch: () => void
  /** What the projection lacks, to be published along with a step; null when it lacks nothing. */
  pending: () => Publication | null
  /** What it lacks, if anything, has not yet waited for long. */
  isFresh: () => boolean
  /** Since when the projection lacks something, by the driver's clock; null when it lacks nothing. */
  behindSince: () => Instant | null
  /** A step has published this. */
  published: (publication: Publication) => void
  /** Publishes at rest. A database that is away does not hold the case up: the publication is queued until it answers. */
  atRest: () => Promise<void>
  /** Publishes the final state, however long that takes. */
  last: () => Promise<void>
  /** True when `atRest` has something to do. */
  isBehind: () => boolean
  /** A queued publication is under way. */
  isBusy: () => boolean
  /** Facts already published: to be carried into the next run. */
  facts: () => number
}

const local = proxyLocalActivities<CaseActivities>({
  startToCloseTimeout: '6s',
  retry: { maximumAttempts: 2, initialInterval: '200ms' },
})

export function createPublisher(input: CaseInput, state: () => State): Publisher {
  let facts = input.carried?.publishedFacts ?? 0
  let isRevisionKnown = false
  let isRestKnown = false
  let isBusy = false
  let behindSince: Instant | null = now()

  const queued = proxyActivities<CaseActivities>({
    taskQueue: platformQueue('internal'),
    startToCloseTimeout: '30s',
    retry: { initialInterval: '1s', maximumInterval: '1m' },
    priority: { fairnessKey: input.municipality },
  })

  const settle = (publication: Publication) => {
    facts = Math.max(facts, publication.historyFrom + publication.history.length)
    const isCurrent = publication.revision === state().revision
    isRevisionKnown ||= isCurrent
    isRestKnown ||= isCurrent && publication.rest
    behindSince = isRevisionKnown ? null : now()
  }

  const publishQueued = async (publication: Publication) => {
    isBusy = true
    try {
      await queued.publish(publication)
      settle(publication)
    } finally {
      isBusy = false
    }
  }

  const publishAtRest = async (last: { final?: State } = {}): Promise<Publication | null> => {
    const publication = { ...publicationOf(input, state(), { rest: true, from: facts }), ...last }
    try {
      await local.publish(publication)
      settle(publication)
      return null
    } catch {
      return publication
    }
  }

  return {
    touch() {
      behindSince ??= now()
      isRevisionKnown = false
      isRestKnown = false
    },
    pending: () => (isRevisionKnown ? null : publicationOf(input, state(), { rest: false, from: facts })),
    isFresh: () => behindSince === null || Date.now() - Date.parse(behindSince) < newsPatienceMs,
    behindSince: () => behindSince,
    published: settle,
    async atRest() {
      const failed = await publishAtRest()
      // Nothing but the end of the workflow makes this reject, and then nobody needs it.
      if (failed) publishQueued(failed).catch(() => {})
    },
    async last() {
      const failed = await publishAtRest({ final: state() })
      if (failed) await publishQueued(failed)
    },
    isBehind: () => !isRestKnown && !isBusy,
    isBusy: () => isBusy,
    facts: () => facts,
  }
}

const now = (): Instant => new Date(Date.now()).toISOString()

function publicationOf(input: CaseInput, state: State, { rest, from }: { rest: boolean; from: number }): Publication {
  const { history, ...view } = viewOf(input.plan, state)
  return {
    municipality: input.municipality,
    caseId: input.caseId,
    run: input.run,
    historyLength: workflowInfo().historyLength,
    revision: state.revision,
    rest,
    view,
    historyFrom: from,
    history: history.slice(from),
  }
}
