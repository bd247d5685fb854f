import { z } from 'zod'
import { declarationOf } from '../../activities/catalogue.ts'
import { implement } from '../../activities/kernel/implement.ts'
import type { JsonObject } from '../../engine/json.ts'
import { answerOf, operationsOfTheWorld } from './world.ts'

const inputs = z.record(z.string(), z.json())

/** The enrolment's own operations with their real contracts and one entry in the ledger each; only the outside is ours. */
export const worldOperations = operationsOfTheWorld.map(name => {
  const declaration = declarationOf(name)
  if (declaration === undefined) throw new Error(`The catalogue has no operation ${name}`)
  return implement(declaration, (context, input) => {
    const request: JsonObject = inputs.parse(JSON.parse(JSON.stringify(input)))
    return context.effect({ request, outcome: z.json() }, () => Promise.resolve(answerOf(name, request)))
  })
})
