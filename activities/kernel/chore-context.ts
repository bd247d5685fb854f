import type { OperationContext } from './context.ts'

/** What work outside any case may use: polling, probing. */
export type ChoreContext = Pick<
  OperationContext,
  'municipality' | 'signal' | 'log' | 'transaction' | 'setting' | 'client'
>
