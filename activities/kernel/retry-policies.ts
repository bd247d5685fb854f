import type { RetryPolicyName } from './declaration.ts'

/** Retries of the queued lane: the wait doubles by `backoff` from `initialSeconds` up to `maxSeconds`. */
export interface RetryPolicy {
  name: RetryPolicyName
  initialSeconds: number
  backoff: number
  maxSeconds: number
  maxAttempts: number
}

export const retryPolicies = {
  // After the local try: at once, then 10 s, 35 s, 2 min, 7 min. What lasts longer is an outage and heals by the probe.
  platform: { name: 'platform', initialSeconds: 10, backoff: 3.5, maxSeconds: 1800, maxAttempts: 5 },
  // Evidence is either good or not: only our own database can be away.
  identity: { name: 'identity', initialSeconds: 2, backoff: 2, maxSeconds: 10, maxAttempts: 2 },
  internal: { name: 'internal', initialSeconds: 1, backoff: 2, maxSeconds: 30, maxAttempts: 5 },
} as const satisfies Record<RetryPolicyName, RetryPolicy>

/**
 * Milliseconds to wait after the failed `attempt` (from 1).
 * `scale` shortens the waits of rehearsals and tests; the platform's own Retry-After is a lower bound and is not scaled.
 */
export function retryDelay(policy: RetryPolicy, attempt: number, scale = 1, retryAfterSeconds = 0): number {
  const seconds = Math.min(policy.maxSeconds, policy.initialSeconds * policy.backoff ** (attempt - 1))
  return Math.max(Math.round(seconds * scale * 1000), retryAfterSeconds * 1000)
}
