import { z } from 'zod'

import type { Contract } from '../api/contract.ts'
import type { AnyReply } from './route.ts'

/** Holds an answer against its contract: for the tests, where a difference is a defect. */
export function checkAnswer(contract: Contract, reply: AnyReply): void {
  const answer = contract.answers[reply.status]
  if (answer === undefined) throw new Error(`${contract.id} answers ${reply.status}, which its contract does not know`)
  if (answer === null || !(answer instanceof z.ZodType)) return
  const result = answer.safeParse(reply.body)
  if (!result.success) throw new Error(`${contract.id} breaks its contract: ${z.prettifyError(result.error)}`)
}
