/** A platform's circuit breaker and token bucket as pure state machines. Times are milliseconds. */

export type Circuit =
  | { mode: 'closed'; failures: number }
  | { mode: 'open'; until: number; opened: number }
  /** One trial call is under way; its end decides. `until` frees the trial when its caller vanished. */
  | { mode: 'half-open'; until: number; opened: number }

export interface CircuitLimits {
  /** Failures in a row that open it. */
  threshold: number
  /** How long it stays open first; doubles at each failed trial up to `maxOpenMs`. */
  openMs: number
  maxOpenMs: number
}

export const closedCircuit: Circuit = { mode: 'closed', failures: 0 }

/** May a call go out now? Answers the circuit after the question: an open one whose time is over lets one trial through. */
export function admit(circuit: Circuit, now: number, limits: CircuitLimits): { admitted: boolean; circuit: Circuit } {
  if (circuit.mode === 'closed') return { admitted: true, circuit }
  if (now < circuit.until) return { admitted: false, circuit }
  const until = now + limits.openMs
  return { admitted: true, circuit: { mode: 'half-open', until, opened: circuit.opened } }
}

export function succeeded(circuit: Circuit): Circuit {
  return circuit.mode === 'closed' && circuit.failures === 0 ? circuit : closedCircuit
}

export function failed(circuit: Circuit, now: number, limits: CircuitLimits): Circuit {
  switch (circuit.mode) {
    case 'closed': {
      const failures = circuit.failures + 1
      if (failures < limits.threshold) return { mode: 'closed', failures }
      return { mode: 'open', until: now + limits.openMs, opened: 1 }
    }
    case 'half-open': {
      const opened = circuit.opened + 1
      const wait = Math.min(limits.maxOpenMs, limits.openMs * 2 ** (opened - 1))
      return { mode: 'open', until: now + wait, opened }
    }
    case 'open':
      // A call that began before it opened.
      return circuit
  }
}

export interface Bucket {
  tokens: number
  at: number
}

export interface BucketLimits {
  perSecond: number
  burst: number
}

export function fullBucket(now: number, limits: BucketLimits): Bucket {
  return { tokens: limits.burst, at: now }
}

/** Takes one token, or says in how many milliseconds there will be one. */
export function take(bucket: Bucket, now: number, limits: BucketLimits): { bucket: Bucket; waitMs: number } {
  const refilled = Math.min(limits.burst, bucket.tokens + (Math.max(0, now - bucket.at) * limits.perSecond) / 1000)
  if (refilled >= 1) return { bucket: { tokens: refilled - 1, at: Math.max(now, bucket.at) }, waitMs: 0 }
  const waitMs = Math.ceil(((1 - refilled) * 1000) / limits.perSecond)
  return { bucket: { tokens: refilled, at: Math.max(now, bucket.at) }, waitMs }
}

/** After a 429: no token before `until`. */
export function drain(now: number, waitMs: number): Bucket {
  return { tokens: 0, at: now + waitMs }
}
