import { z } from 'zod'
import type { Json } from '../../engine/json.ts'
import { digestOf } from '../../db/canonical-json.ts'
import type { Tx } from '../../db/client.ts'
import { failPoint } from '../../db/fail-points.ts'
import { markToVerify } from '../../db/queries/mark-to-verify.ts'
import type { Intent, IntentRequest } from '../../db/queries/open-intent.ts'
import { refuseIntent } from '../../db/queries/refuse-intent.ts'
import { releaseIntent } from '../../db/queries/release-intent.ts'
import { voidIntent } from '../../db/queries/void-intent.ts'
import type { Declaration } from './declaration.ts'
import type { Ledger } from './ledger.ts'
import { isOperationError, OperationError } from './operation-error.ts'

/** Who acts: a step of a case, in a business attempt. */
export interface EffectOwner {
  municipality: string
  caseId: string
  work: string
  attempt: number
  declaration: Declaration
  /** Longer than any call of this lane may last. */
  leaseSeconds: number
  /** After a restore our own ledger may have forgotten: also what looks new may have happened. */
  isInDoubt?: boolean
  transaction: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>
  ledger: Ledger
}

export interface EffectSpec<T extends Json> {
  /** Tells several effects of one step apart. */
  name?: string
  /** What is asked of the outside; a changed one is another effect than the one already done. */
  request: Json
  outcome: z.ZodType<T>
  /** How long after a lost answer the platform may still be carrying it out: nobody asks or repeats before. */
  settleSeconds?: number
}

/** The effect's identity, to be sent along where the platform takes one. It never names a run. */
export function effectKey(
  owner: Pick<EffectOwner, 'municipality' | 'caseId' | 'work' | 'attempt'>,
  name?: string,
): string {
  const key = `${owner.municipality}:${owner.caseId}:${owner.work}:${owner.attempt}`
  return name === undefined ? key : `${key}:${name}`
}

/**
 * Does something outside at most once per intent: intent, call, outcome, each committed before the next.
 * An intent that is found without outcome is handled as the operation declares in `repeat`.
 * `ask` answers what came of it, or null when the platform knows nothing of it.
 */
export async function runEffect<T extends Json>(
  owner: EffectOwner,
  spec: EffectSpec<T>,
  call: (key: string) => Promise<T>,
  ask?: (key: string) => Promise<T | null>,
): Promise<T> {
  const request = intentRequest(owner, spec)
  const opened = await owner.ledger.open(request)
  switch (opened.kind) {
    case 'done':
      return doneBefore(opened.outcome, request.requestDigest, spec, owner)
    case 'running':
      throw inProgress(opened.until, owner)
    case 'to-verify':
      throw toVerify(owner, 'the outcome of an earlier try is not known')
    case 'fresh':
      if (owner.isInDoubt !== true) return carryOut(owner, spec, opened.intent, () => call(request.key))
      return findOut(owner, spec, { intent: opened.intent, why: 'it may have been done before a restore' }, call, ask)
    case 'unknown':
      return findOut(
        owner,
        spec,
        { intent: opened.intent, why: `intent of ${opened.since} without outcome` },
        call,
        ask,
      )
  }
}

/** It may have happened: the platform is asked first; where it cannot be asked, a person must look. */
async function findOut<T extends Json>(
  owner: EffectOwner,
  spec: EffectSpec<T>,
  { intent, why }: { intent: Intent; why: string },
  call: (key: string) => Promise<T>,
  ask?: (key: string) => Promise<T | null>,
): Promise<T> {
  if (owner.declaration.repeat === 'person') {
    await owner.transaction(tx => markToVerify(tx, intent))
    throw toVerify(owner, why)
  }
  let isAnswered = ask === undefined
  const perform = async () => {
    const known = (await ask?.(intent.key)) ?? null
    isAnswered = true
    return known ?? call(intent.key)
  }
  return carryOut(owner, spec, intent, perform, () => isAnswered)
}

export function intentRequest(owner: EffectOwner, spec: { name?: string; request: Json }): IntentRequest {
  return {
    municipality: owner.municipality,
    key: effectKey(owner, spec.name),
    caseId: owner.caseId,
    work: owner.work,
    attempt: owner.attempt,
    operation: owner.declaration.name,
    platform: owner.declaration.platform,
    requestDigest: digestOf(spec.request),
    leaseSeconds: owner.leaseSeconds,
  }
}

/** The call under an intent whose lease is ours, and what its end means for the ledger. */
export async function carryOut<T extends Json>(
  owner: EffectOwner,
  spec: EffectSpec<T>,
  intent: Intent,
  call: () => Promise<T>,
  /** False while an earlier try's outcome is still unknown: then no failure says that nothing happened. */
  isConclusive: () => boolean = () => true,
): Promise<T> {
  failPoint('effect:intent')
  let value: T
  try {
    value = await call()
    failPoint('effect:called')
  } catch (error) {
    const settleSeconds = spec.settleSeconds ?? 0
    await owner.transaction(tx =>
      isConclusive() ? settleError(tx, owner, intent, error, settleSeconds) : releaseIntent(tx, intent, settleSeconds),
    )
    throw error
  }
  const outcome = { digest: digestOf(spec.request), value }
  const first = await owner.ledger.settle(intent, outcome)
  failPoint('effect:settled')
  return stored(spec).parse(first).value
}

async function settleError(
  tx: Tx,
  owner: EffectOwner,
  intent: Intent,
  error: unknown,
  settleSeconds: number,
): Promise<void> {
  const detail = isOperationError(error) ? { code: error.code } : { code: 'defect' }
  const kind = isOperationError(error) ? error.kind : 'defect'
  const touched = isOperationError(error) ? error.touched : true
  if (kind === 'refused') await refuseIntent(tx, intent, detail)
  else if (!touched) await voidIntent(tx, intent, detail)
  else if (kind === 'unknown-outcome' || owner.declaration.repeat === 'person') await markToVerify(tx, intent, detail)
  else await releaseIntent(tx, intent, settleSeconds)
}

function doneBefore<T extends Json>(outcome: Json, digest: string, spec: EffectSpec<T>, owner: EffectOwner): T {
  const known = stored(spec).parse(outcome)
  if (known.digest === digest) return known.value
  throw new OperationError({
    kind: 'unknown-outcome',
    code: 'done-with-other-data',
    platform: owner.declaration.platform,
    message: 'Il passo è già stato eseguito con altri dati: verificare sulla piattaforma prima di ripeterlo.',
    detail: 'the ledger holds an outcome for another request under this key',
    touched: true,
  })
}

export function inProgress(until: string, owner: EffectOwner): OperationError {
  return new OperationError({
    kind: 'unavailable',
    code: 'in-progress',
    platform: owner.declaration.platform,
    message: 'Un tentativo precedente è ancora in corso: il passo riprende da solo fra poco.',
    detail: `lease until ${until}`,
    touched: true,
    retryAfterSeconds: Math.min(120, Math.max(1, Math.ceil((Date.parse(until) - Date.now()) / 1000))),
  })
}

function toVerify(owner: EffectOwner, detail: string): OperationError {
  return new OperationError({
    kind: 'unknown-outcome',
    code: 'to-verify',
    platform: owner.declaration.platform,
    message:
      'Non è certo se l’operazione sia avvenuta: verificare sulla piattaforma, poi registrare l’esito o dichiarare che non è avvenuta.',
    detail,
    touched: true,
  })
}

interface Stored<T> {
  digest: string
  value: T
}

/** What the ledger keeps of an effect that is done. */
export function stored<T extends Json>({ outcome }: { outcome: z.ZodType<T> }): { parse: (kept: Json) => Stored<T> } {
  return {
    parse: kept => {
      const { digest, value } = envelope.parse(kept)
      return { digest, value: outcome.parse(value) }
    },
  }
}

/** Made once: a schema costs more to make than to use. */
const envelope = z.object({ digest: z.string(), value: z.unknown() })
