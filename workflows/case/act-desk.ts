import { ApplicationFailure } from '@temporalio/workflow'
import type { Refusal } from '../../engine/event.ts'
import type { ActAnswer, ActRequest, LedgerEntry } from '../messages.ts'
import { refusedType } from '../messages.ts'
import { digestOf } from './digest.ts'
import type { Entry, Inbox } from './stimulus.ts'

/** Answers kept for resends; older ones are held off by the unique request id in the database. */
const keptAnswers = 1_000

/** Receives staff acts: validates, queues, and gives a known request id its first answer again. */
export interface ActDesk {
  /** Throws a `Refused` failure: the act then leaves no trace in the history. */
  validate: (request: ActRequest) => void
  handle: (request: ActRequest) => Promise<ActAnswer>
  /** To be carried into the next run. */
  answers: () => [requestId: string, LedgerEntry][]
}

interface Deps {
  inbox: Inbox
  /** Why the act cannot be carried out as things stand; null when it can. */
  refusalOf: (request: ActRequest) => Refusal | null
  carried: [requestId: string, LedgerEntry][]
}

export function createActDesk({ inbox, refusalOf, carried }: Deps): ActDesk {
  const ledger = new Map(carried)
  const pending = new Map<string, { digest: string; answer: Promise<LedgerEntry['answer']> }>()

  const queue = (request: ActRequest) => {
    const digest = digestOf(request)
    const answer = new Promise<LedgerEntry['answer']>(resolve => {
      inbox.add({ ...entryOf(request), settle: resolve })
    }).then(settled => {
      pending.delete(request.requestId)
      remember(ledger, request.requestId, { digest, answer: settled })
      return settled
    })
    pending.set(request.requestId, { digest, answer })
    return answer
  }

  return {
    validate(request) {
      const known = ledger.get(request.requestId) ?? pending.get(request.requestId)
      if (known && known.digest !== digestOf(request)) throw refused(otherContent)
      const refusal = known ? null : refusalOf(request)
      if (refusal) throw refused(refusal)
    },
    async handle(request) {
      const first = ledger.get(request.requestId) ?? pending.get(request.requestId)
      const answer = await (first ? first.answer : queue(request))
      if (answer.accepted) return answer
      throw refused(answer.refusal)
    },
    answers: () => [...ledger],
  }
}

const otherContent: Refusal = {
  kind: 'invalid',
  message: 'Questo identificativo di richiesta è già stato usato per un atto diverso.',
}

/** Never an ordinary error: that would wedge the workflow's task instead of answering the sender. */
const refused = (refusal: Refusal) =>
  ApplicationFailure.create({ type: refusedType, message: refusal.message, nonRetryable: true, details: [refusal] })

function entryOf({ requestId, actor, reason, act, expectedRevision }: ActRequest): Entry {
  return {
    stimulus: { type: 'act', actor, requestId, act, ...(reason !== undefined && { reason }) },
    ...(expectedRevision !== undefined && { expectedRevision }),
  }
}

function remember(ledger: Map<string, LedgerEntry>, requestId: string, entry: LedgerEntry): void {
  ledger.set(requestId, entry)
  const [oldest] = ledger.keys()
  if (ledger.size > keptAnswers && oldest !== undefined) ledger.delete(oldest)
}
