import { operationOf } from '../../engine/operation-of.ts'
import type { Plan } from '../../engine/plan.ts'
import type { Attempt } from './steps.ts'

/** The tries of a step since it last began: a person's retry begins to count anew. */
export function currentTries(attempts: readonly Attempt[], work: string): Attempt[] {
  const tries = attempts.filter(one => one.work === work)
  const latest = Math.max(0, ...tries.map(one => one.attempt))
  return tries.filter(one => one.attempt === latest)
}

/** How often a step is tried before it becomes a failure: its queue's tries, after the local one where it has one; null where nothing is tried. */
export function mostTries(plan: Plan, element: string): number | null {
  const operation = operationOf(plan, element)
  if (!operation) return null
  return operation.retry.maxAttempts + (operation.dispatch === 'local-first' ? 1 : 0)
}
