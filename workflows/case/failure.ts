import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow'
import type { Failure } from '../../engine/event.ts'

/** What a failed activity means depends on its operation. */
interface Context {
  operation: string
  platform: string
  /** What a repetition after an unknown outcome may do: `person` means that nobody can be asked. */
  repeat: string
}

const kinds: readonly string[] = ['refused', 'unavailable', 'misconfigured', 'unknown-outcome', 'defect']

/** Kinds that no repetition can help: Temporal must not try them again. */
export const finalKinds = kinds.filter(kind => kind !== 'unavailable')

/** The engine's failure for what Temporal threw; null when the work was cancelled. */
export function failureOf(error: unknown, context: Context): Failure | null {
  if (isCancellation(error)) return null
  const stated = statedFailure(error)
  if (stated) return stated
  const cause = causeOf(error)
  if (cause instanceof TimeoutFailure) return timeout(context)
  return defect(cause instanceof Error ? cause.message : String(cause), context)
}

/** The failure that the operation itself has stated; null when something else went wrong around it. */
export function statedFailure(error: unknown): Failure | null {
  const cause = causeOf(error)
  const detail: unknown = cause instanceof ApplicationFailure ? cause.details?.[0] : null
  return isFailure(detail) ? detail : null
}

function causeOf(error: unknown): unknown {
  const wraps = error instanceof ActivityFailure || error instanceof ChildWorkflowFailure
  return wraps && error.cause ? error.cause : error
}

/** A call that was cut off: harmless where the platform can be asked afterwards, unknown where it cannot. */
function timeout({ platform, operation, repeat }: Context): Failure {
  if (repeat !== 'person') {
    const message = 'Il sistema esterno non ha risposto nel tempo previsto.'
    return { kind: 'unavailable', code: `${platform}-timeout`, message, detail: operation, platform }
  }
  const message = 'La risposta non è arrivata: occorre verificare se l’operazione è avvenuta.'
  return { kind: 'unknown-outcome', code: `${platform}-timeout`, message, detail: operation, platform, touched: true }
}

function defect(detail: string, { platform, operation }: Context): Failure {
  const message = 'Errore interno di Iter: il passo non è stato eseguito.'
  return { kind: 'defect', code: 'internal-error', message, detail: `${operation}: ${detail}`.slice(0, 500), platform }
}

function isFailure(value: unknown): value is Failure {
  if (typeof value !== 'object' || value === null) return false
  const has = (key: string) => typeof Reflect.get(value, key) === 'string'
  return has('code') && has('message') && kinds.includes(Reflect.get(value, 'kind'))
}
