import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { msNumberToTs } from '@temporalio/common/lib/time.js'

/**
 * Moves a rehearsal's case ahead in time on the real engine: its timers fire as if `seconds` had passed, then its time goes on from there.
 * Nothing moves while work is in flight. Needs a Temporal server with `frontend.WorkflowTimeSkippingEnabled` for the namespace; rejects
 * when the server refuses. The SDK has no call of its own for it yet.
 */
export async function advanceCaseTime(client: Client, workflowId: string, seconds: number): Promise<void> {
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        fastForwardConfig: { id: randomUUID(), duration: msNumberToTs(seconds * 1000) },
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  })
}
