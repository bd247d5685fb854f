import { ApplicationFailure, proxyActivities, workflowInfo } from '@temporalio/workflow'
import type { Json } from '../engine/json.ts'
import { parseChoreWorkflowId, platformQueue } from './messages.ts'

/**
 * Runs one activity for a municipality: what a schedule does again and again. Both are in the workflow's id, because a schedule seals its
 * arguments for another id than the one that its workflows get. A chore that fails is left to its next turn.
 */
export async function choreWorkflow(): Promise<Json> {
  const { workflowId } = workflowInfo()
  const chore = parseChoreWorkflowId(workflowId)
  const run = chore && chores[chore.name]
  if (!run) throw ApplicationFailure.nonRetryable(`${workflowId} names no chore.`)
  return run({ municipality: chore.municipality })
}

const chores = proxyActivities<{ [name: string]: (args: { municipality: string }) => Promise<Json> }>({
  taskQueue: platformQueue('internal'),
  startToCloseTimeout: '1m',
  scheduleToCloseTimeout: '3m',
  retry: { initialInterval: '2s', maximumAttempts: 3 },
})
