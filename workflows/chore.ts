import { proxyActivities } from '@temporalio/workflow'
import type { Json, JsonObject } from '../engine/json.ts'
import { platformQueue } from './messages.ts'
import type { ChoreInput } from './messages.ts'

/** Runs one activity by name: what a schedule does again and again. A chore that fails is left to its next turn. */
export async function choreWorkflow({ name, args }: ChoreInput): Promise<Json> {
  const chores = proxyActivities<{ [name: string]: (args: JsonObject) => Promise<Json> }>({
    taskQueue: platformQueue('internal'),
    startToCloseTimeout: '1m',
    scheduleToCloseTimeout: '3m',
    retry: { initialInterval: '2s', maximumAttempts: 3 },
  })
  const chore = chores[name]
  if (!chore) throw new Error(`No chore is called ${name}.`)
  return chore(args)
}
