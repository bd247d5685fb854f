import type { Work } from './command.ts'
import { insideId } from './machine/run.ts'
import type { State } from './state.ts'

/**
 * What a step is called outside, `<element>#<pass>`: the how manieth time that the case has come to the element. Unlike the step's id, whose number
 * counts everything that the case has met, it is the same when a case that was restored from a back-up comes there on another way.
 */
export function stepKey(state: State, { id, element }: Pick<Work, 'id' | 'element'>): string {
  const instance = insideId(id)
  const node = state.steps.find(it => it.id === instance)?.node
  const pass = state.steps.filter(it => it.node === node && it.id <= instance).length
  return `${element}#${pass}`
}
