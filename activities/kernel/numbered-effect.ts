import type { Json } from '../../engine/json.ts'
import { digestOf } from '../../db/canonical-json.ts'
import { openNumberedIntent } from '../../db/queries/open-numbered-intent.ts'
import { tryTurn } from '../../db/queries/try-turn.ts'
import { carryOut, type EffectOwner, type EffectSpec, inProgress, intentRequest, stored } from './effects.ts'
import { isOperationError, OperationError } from './operation-error.ts'
import type { Turns } from './turns.ts'

const turnTickMs = 40

export interface NumberedSpec<T extends Json> extends EffectSpec<T> {
  name: string
  /** Code of the error that `call` throws when the platform never saw this number and has gone past it. */
  staleCode: string
}

/** Whose turn it is among this process's calls, and until when to wait for it. */
export interface Waiting {
  turns: Turns
  signal: AbortSignal
}

/**
 * An effect that carries a platform's increasing number: one sender at a time per town, the number stored before it is sent, kept when the
 * answer was lost (the platform then answers as it did) and new when it was answered by an error.
 */
export async function runNumberedEffect<T extends Json>(
  owner: EffectOwner,
  spec: NumberedSpec<T>,
  waiting: Waiting,
  call: (number: number) => Promise<T>,
): Promise<T> {
  // A number stands for one request: another one must never meet the answer to this.
  const own = { ...spec, name: `${spec.name}:${digestOf(spec.request).slice(0, 16)}` }
  return inTurn(owner, waiting, async () => {
    try {
      return await once(owner, own, call)
    } catch (error) {
      if (isOperationError(error) && error.code === spec.staleCode) return once(owner, own, call)
      throw error
    }
  })
}

async function once<T extends Json>(
  owner: EffectOwner,
  spec: NumberedSpec<T>,
  call: (number: number) => Promise<T>,
): Promise<T> {
  const opened = await owner.transaction(tx => openNumberedIntent(tx, intentRequest(owner, spec)))
  switch (opened.kind) {
    case 'done':
      return stored(spec).parse(opened.outcome).value
    case 'running':
      throw inProgress(opened.until, owner)
    case 'send':
      return carryOut(owner, spec, opened.intent, () => call(opened.number))
  }
}

/** Numbers must arrive in their order, from whichever worker. The lock is tried, not waited for: waiting would hold a connection. */
async function inTurn<T>(owner: EffectOwner, { turns, signal }: Waiting, fn: () => Promise<T>): Promise<T> {
  const { platform } = owner.declaration
  const held = await turns.hold(`${platform} ${owner.municipality}`, signal, async () => {
    while (!signal.aborted) {
      const ran = await owner.transaction(async tx =>
        (await tryTurn(tx, owner.municipality, platform)) ? { value: await fn() } : null,
      )
      if (ran !== null) return ran
      await new Promise(resolve => setTimeout(resolve, turnTickMs))
    }
    return null
  })
  const ran = held?.value ?? null
  if (ran === null) throw turnTaken(owner)
  return ran.value
}

function turnTaken(owner: EffectOwner): OperationError {
  return new OperationError({
    kind: 'unavailable',
    code: 'turn-taken',
    platform: owner.declaration.platform,
    message: 'Un’altra richiesta di questo comune è in corso sulla stessa piattaforma: il passo prosegue in coda.',
  })
}
