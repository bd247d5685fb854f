import { openIntent } from '../../db/queries/open-intent.ts'
import type { Json } from '../../engine/json.ts'
import type { WorkRequest } from '../../engine/publication.ts'
import type { OperationContext } from './context.ts'
import { type EffectOwner, effectKey, runEffect } from './effects.ts'
import type { Implementation } from './implement.ts'
import type { Ledger } from './ledger.ts'
import type { News } from './news.ts'
import { runNumberedEffect } from './numbered-effect.ts'
import { OperationError } from './operation-error.ts'
import { townAccess, type TownAccessDeps } from './town-access.ts'
import type { Turns } from './turns.ts'

export interface PerformDeps extends TownAccessDeps {
  implementations: ReadonlyMap<string, Implementation>
  turns: Turns
  ledger: Ledger
  /** A lease outlives the try by that: until then an aborted call's end is still being written. */
  leaseMarginSeconds: number
  /** Until this instant effects may have happened before a restore. */
  inDoubtUntil?: string
}

export interface Lane {
  name: 'local' | 'queued'
  signal: AbortSignal
  /** Time of the whole try. */
  limitMs: number
  /** To be told before the step touches anything. */
  news: News
}

/** A queued step waits that long for a slot or a token before it gives the try up. */
const queuedPatienceMs = 5000

/** Runs a step's operation for its town. @throws OperationError, or whatever a defect throws */
export async function performWork(deps: PerformDeps, work: WorkRequest, lane: Lane): Promise<Json> {
  const implementation = deps.implementations.get(work.operation)
  if (implementation === undefined) throw unknownOperation(work.operation)
  return implementation.run(contextOf(deps, implementation, work, lane), work.input)
}

function contextOf(
  deps: PerformDeps,
  { declaration }: Implementation,
  work: WorkRequest,
  lane: Lane,
): OperationContext {
  const { municipality, caseId, attempt, key = work.id } = work
  const access = townAccess(deps, {
    municipality,
    signal: lane.signal,
    timeoutMs: lane.limitMs,
    patience: lane.name === 'local' ? 0 : queuedPatienceMs,
    correlation: effectKey({ municipality, caseId, work: key, attempt }),
  })
  const inDoubt = isInDoubt(deps, declaration, attempt)
  const owner: EffectOwner = {
    municipality,
    caseId,
    work: key,
    attempt,
    declaration,
    leaseSeconds: Math.ceil(lane.limitMs / 1000) + deps.leaseMarginSeconds,
    transaction: access.transaction,
    ledger: withNews(deps.ledger, lane.news),
    isInDoubt: inDoubt,
  }
  return {
    ...access,
    // Only an intent's transaction is known to be short and to hold nothing that another case waits for.
    transaction: async fn => {
      await lane.news.tell()
      return access.transaction(fn)
    },
    caseId,
    caseNumber: work.caseNumber,
    work: key,
    attempt,
    isInDoubt: inDoubt,
    at: work.at,
    keys: deps.keys,
    naturalKey: `${caseId}:${key}:${attempt}`,
    effect: (spec, call, ask) => runEffect(owner, spec, call, ask),
    numberedEffect: async (spec, call) => {
      await lane.news.tell()
      return runNumberedEffect(owner, spec, { turns: deps.turns, signal: lane.signal }, call)
    },
  }
}

/** What there is to tell goes along with the first intent, in its transaction. */
const withNews = ({ open, settle }: Ledger, news: News): Ledger => ({
  open: request => (news.isTold() ? open(request) : news.along(tx => openIntent(tx, request))),
  settle,
})

/** Whoever begins a further business attempt of what cannot be asked for has looked; all the rest is asked for. */
function isInDoubt({ inDoubtUntil }: PerformDeps, { repeat }: Implementation['declaration'], attempt: number): boolean {
  if (inDoubtUntil === undefined || Date.now() >= Date.parse(inDoubtUntil)) return false
  return attempt === 1 || repeat !== 'person'
}

function unknownOperation(name: string): OperationError {
  return new OperationError({
    kind: 'defect',
    code: 'unknown-operation',
    message: 'Questo passo chiede un’operazione che questa versione di Iter non ha: avvisare l’assistenza.',
    detail: name,
  })
}
