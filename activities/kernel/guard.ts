import type { Platform } from './declaration.ts'
import {
  admit,
  type Bucket,
  type BucketLimits,
  type Circuit,
  type CircuitLimits,
  closedCircuit,
  drain,
  failed,
  fullBucket,
  succeeded,
  take,
} from './circuit.ts'
import { isOperationError, OperationError } from './operation-error.ts'

export interface GuardLimits extends CircuitLimits, BucketLimits {
  /** Calls at once from this worker. */
  slots: number
}

/** One counterpart: a national platform at its address, or one town's own product. */
export interface Counterpart {
  platform: Platform
  origin: string
  /** Null for platforms that all towns share. */
  municipality: string | null
}

export interface CircuitChange extends Counterpart {
  state: 'up' | 'down'
  error: string | null
}

/** Keeps circuit, bucket and slots of every counterpart of this worker. */
export interface Guard {
  /**
   * Runs `call` when the counterpart's circuit is closed and there is a slot and a token.
   * Otherwise throws `unavailable` with code `circuit-open` at once; with `patience` (ms) it first waits that long for a slot or a token.
   */
  run<T>(
    counterpart: Counterpart,
    call: () => Promise<T>,
    options: { patience: number; signal: AbortSignal },
  ): Promise<T>
  isOpen(counterpart: Counterpart): boolean
}

interface Entry {
  circuit: Circuit
  bucket: Bucket
  busy: number
  /** False until this process has told once: what an earlier one wrote before it was killed may no longer hold. */
  isTold: boolean
}

const tick = 25

export function createGuard(options: {
  limits: (platform: Platform) => GuardLimits
  now: () => number
  onChange: (change: CircuitChange) => void
}): Guard {
  const entries = new Map<string, Entry>()

  const entryOf = (counterpart: Counterpart, limits: GuardLimits): Entry => {
    const key = `${counterpart.platform} ${counterpart.origin} ${counterpart.municipality ?? ''}`
    const known = entries.get(key)
    if (known !== undefined) return known
    const entry = { circuit: closedCircuit, bucket: fullBucket(options.now(), limits), busy: 0, isTold: false }
    entries.set(key, entry)
    return entry
  }

  const move = (counterpart: Counterpart, entry: Entry, circuit: Circuit, error: string | null) => {
    const was = entry.circuit.mode
    entry.circuit = circuit
    const tell = (state: CircuitChange['state'], error: string | null) => {
      entry.isTold = true
      options.onChange({ ...counterpart, state, error })
    }
    if (was !== 'open' && circuit.mode === 'open') tell('down', error)
    if (circuit.mode === 'closed' && (was !== 'closed' || (!entry.isTold && error === null))) tell('up', null)
  }

  const enter = async (
    entry: Entry,
    counterpart: Counterpart,
    limits: GuardLimits,
    patience: number,
    signal: AbortSignal,
  ) => {
    const end = options.now() + patience
    for (;;) {
      if (entry.circuit.mode !== 'closed' && options.now() < entry.circuit.until)
        throw circuitOpen(counterpart, entry.circuit)
      const wait = entry.busy < limits.slots ? takeToken(entry, options.now(), limits) : tick
      if (wait === 0) break
      if (options.now() + wait > end || signal.aborted) throw busy(counterpart, wait)
      await new Promise(resolve => setTimeout(resolve, wait))
    }
    entry.circuit = admit(entry.circuit, options.now(), limits).circuit
    entry.busy += 1
  }

  return {
    isOpen(counterpart) {
      const { circuit } = entryOf(counterpart, options.limits(counterpart.platform))
      return circuit.mode !== 'closed' && options.now() < circuit.until
    },

    async run(counterpart, call, { patience, signal }) {
      const limits = options.limits(counterpart.platform)
      const entry = entryOf(counterpart, limits)
      await enter(entry, counterpart, limits, patience, signal)
      try {
        const result = await call()
        move(counterpart, entry, succeeded(entry.circuit), null)
        return result
      } catch (error) {
        if (isThrottle(error)) entry.bucket = drain(options.now(), Math.max(1, error.retryAfterSeconds) * 1000)
        else if (isOutage(error)) move(counterpart, entry, failed(entry.circuit, options.now(), limits), codeOf(error))
        // Any other answer, a refusal too, shows that the platform is there.
        else move(counterpart, entry, succeeded(entry.circuit), null)
        throw error
      } finally {
        entry.busy -= 1
      }
    },
  }
}

function takeToken(entry: Entry, now: number, limits: GuardLimits): number {
  const { bucket, waitMs } = take(entry.bucket, now, limits)
  entry.bucket = bucket
  return waitMs
}

function isThrottle(error: unknown): error is OperationError {
  return isOperationError(error) && error.code.endsWith('-rate-limited')
}

function isOutage(error: unknown): boolean {
  return isOperationError(error) && (error.kind === 'unavailable' || error.kind === 'unknown-outcome')
}

function codeOf(error: unknown): string {
  return isOperationError(error) ? error.code : 'defect'
}

function circuitOpen(counterpart: Counterpart, circuit: { until: number }): OperationError {
  return new OperationError({
    kind: 'unavailable',
    code: 'circuit-open',
    platform: counterpart.platform,
    message: 'La piattaforma non risponde da alcuni minuti: il passo riprende da solo quando torna.',
    detail: `circuit open until ${new Date(circuit.until).toISOString()}`,
  })
}

function busy(counterpart: Counterpart, waitMs: number): OperationError {
  return new OperationError({
    kind: 'unavailable',
    code: 'circuit-open',
    platform: counterpart.platform,
    message: 'Troppe richieste in corso verso la piattaforma: il passo prosegue in coda.',
    detail: `slots or rate used up, next in ${waitMs} ms`,
    retryAfterSeconds: Math.ceil(waitMs / 1000),
  })
}
