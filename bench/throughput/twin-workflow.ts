import { proxyActivities } from '@temporalio/workflow'
import type { JsonObject } from '../../engine/json.ts'
import type { TwinActivities } from './twin-activities.ts'

export const twinQueue = 'twin'

/** What the hand-written case starts with: the same data as the diagram's, no plan. */
export interface TwinInput {
  municipality: string
  caseId: string
  document: JsonObject
}

/** A step on the case page. */
export interface TwinStep {
  id: string
  name: string
  enteredAt: string
  leftAt: string | null
}

/** Twelve service tasks as a good engineer writes them without an engine: ordinary activities, one after the other. */
export async function twinWorkflow(input: TwinInput): Promise<JsonObject> {
  const { step } = proxyActivities<TwinActivities>({
    startToCloseTimeout: '10s',
    retry: { initialInterval: '1s', maximumAttempts: 5 },
  })
  const { municipality, caseId } = input
  const done: TwinStep[] = []
  let document: JsonObject = { ...input.document, steps: {} }
  for (let number = 1; number <= 12; number += 1) {
    const enteredAt = new Date().toISOString()
    document = await step({ municipality, caseId, number, enteredAt, document, done })
    done.push({ id: `step-${number}#1`, name: `Step ${number}`, enteredAt, leftAt: new Date().toISOString() })
  }
  return document
}
