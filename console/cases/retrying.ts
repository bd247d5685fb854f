import type { Step } from '../api-types.d.ts'

/** Steps at work that have failed at least once and will be tried again by themselves. */
export const retrying = <S extends Pick<Step, 'state' | 'tries' | 'nextAttemptAt'>>(steps: readonly S[]): S[] =>
  steps.filter(step => step.state === 'active' && step.tries > 0 && step.nextAttemptAt !== null)
