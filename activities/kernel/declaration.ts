import type { z } from 'zod'
import type { Text } from '../../engine/json.ts'

/** The systems a step may need. `canteen` and `acts` are our own database; they share the queue `platform-internal`. */
export const platforms = ['spid', 'anpr', 'pagopa', 'io', 'register', 'canteen', 'acts'] as const
export type Platform = (typeof platforms)[number]

/**
 * What a retry may do after an unknown outcome:
 * `natural-key` finds its own earlier rows, `idempotent` sends the same key again and the platform answers as before,
 * `ask` asks the platform first, `person` leaves it to somebody who verifies.
 */
export type Repeat = 'natural-key' | 'idempotent' | 'ask' | 'person'

export type RetryPolicyName = 'platform' | 'identity' | 'internal'

/** An operation as the diagram, the compiler, the modeler and the reference page know it. Pure data, no code that runs it. */
export interface Declaration<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** `<system>.<verb>`, the name used by `iter:operation`. */
  name: string
  label: Text
  platform: Platform
  /** `local-first`: the first try runs inside the workflow task's worker, at most some seconds. `queued`: never. */
  dispatch: 'local-first' | 'queued'
  retry: RetryPolicyName
  repeat: Repeat
  /** Whether a person may record the outcome by hand. Never for an identity. */
  recordable: boolean
  timeoutSeconds: number
  /** Business refusals (`refused`) a diagram may catch as BPMN errors. */
  errors: string[]
  input: I
  output: O
}

export function declare<I extends z.ZodType, O extends z.ZodType>(declaration: Declaration<I, O>): Declaration<I, O> {
  return declaration
}
