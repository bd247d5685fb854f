import type { GetActAnswer } from '../api-types.d.ts'
import type { Answer } from './verbs.ts'

interface Options {
  ask: (requestId: string) => Promise<GetActAnswer>
  wait?: (milliseconds: number) => Promise<void>
  times?: number
}

/**
 * An act that was recorded but not yet answered (202) is asked after for some seconds.
 * Returns what became of it; `pending` when it is still on its way. A refusal is thrown, with its words.
 */
export const settle = async (answer: Answer, { ask, wait = pause, times = 15 }: Options): Promise<Answer> => {
  let known: GetActAnswer = answer
  for (let round = 0; known.state === 'pending' && round < times; round += 1) {
    await wait(1000)
    known = await ask(answer.requestId)
  }
  if (known.state === 'refused') throw new Error(known.refusal.message)
  return known
}

const pause = (milliseconds: number) => new Promise<void>(resolve => setTimeout(resolve, milliseconds))
