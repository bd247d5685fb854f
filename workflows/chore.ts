import type { ActivityOptions } from '@temporalio/workflow'
import { ApplicationFailure, proxyActivities, workflowInfo } from '@temporalio/workflow'
import type { Json } from '../engine/json.ts'
import { parseChoreWorkflowId, platformQueue } from './messages.ts'

/**
 * Runs one activity for a municipality: what a schedule does again and again, or what was asked for once. Both are in the workflow's id, because a
 * schedule seals its arguments for another id than the one that its workflows get. A chore that fails is left to its next turn.
 */
export async function choreWorkflow(): Promise<Json> {
  const { workflowId } = workflowInfo()
  const chore = parseChoreWorkflowId(workflowId)
  const run = chore && (isLong(chore.name) ? longChores : chores)[chore.name]
  if (!run) throw ApplicationFailure.nonRetryable(`${workflowId} names no chore.`)
  return run({ municipality: chore.municipality, ...(chore.subject !== null && { subject: chore.subject }) })
}

type Chores = { [name: string]: (args: { municipality: string; subject?: string }) => Promise<Json> }

const chores = proxyActivities<Chores>({
  taskQueue: platformQueue('internal'),
  startToCloseTimeout: '1m',
  scheduleToCloseTimeout: '3m',
  retry: { initialInterval: '2s', maximumAttempts: 3 },
})

/** Files of hundreds of megabytes, and reports page by page. They say that they are alive, and go on until they are done. */
const long: ActivityOptions = {
  taskQueue: platformQueue('internal'),
  startToCloseTimeout: '1h',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '2s', maximumInterval: '2m' },
}
const longChores = proxyActivities<Chores>(long)

const isLong = (name: string): boolean => name === 'takePaymentFile' || name === 'fetchReports'
