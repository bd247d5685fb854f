import type { Client } from '@temporalio/client'

import { casesQueue } from '../../workflows/messages.ts'

// A worker's poll lasts a minute at most: who has not asked for longer is gone.
const pollMilliseconds = 90_000
const workflowTasks = 1

/** Throws when no worker asks for the cases' work, or Temporal does not answer. */
export async function requireWorker(client: Client): Promise<void> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: casesQueue },
    taskQueueType: workflowTasks,
  })
  const last = Math.max(0, ...(pollers ?? []).map(one => Number(one.lastAccessTime?.seconds ?? 0) * 1000))
  if (Date.now() - last > pollMilliseconds) throw new Error('no worker asks for work')
}
