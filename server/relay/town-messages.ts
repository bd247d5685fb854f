import type { Client } from '@temporalio/client'
import { z } from 'zod'

import type { OutboxRow } from '../../db/queries/take-outbox.ts'
import type { JsonObject } from '../../engine/json.ts'
import {
  casesQueue,
  choreWorkflowId,
  choreWorkflowType,
  flowWorkflowId,
  flowWorkflowType,
  newsSignal,
} from '../../workflows/messages.ts'
import type { FlowInput } from '../../workflows/messages.ts'

/** Messages of a town that belong to no case: work to start once, and news for the workflow of a payment report. */

const chore = z.object({ name: z.string(), subject: z.string() })
const news = z.object({ flowKey: z.string() })

/** The same chore about the same thing runs once at a time. */
export async function startChore(client: Client, row: OutboxRow): Promise<JsonObject> {
  const { name, subject } = chore.parse(row.payload)
  await client.workflow.start(choreWorkflowType, {
    workflowId: choreWorkflowId(row.municipalityId, name, subject),
    taskQueue: casesQueue,
    args: [],
    workflowIdConflictPolicy: 'USE_EXISTING',
    priority: { fairnessKey: row.municipalityId, priorityKey: 3 },
  })
  return { accepted: true }
}

/** Wakes the flow's workflow, or starts it. */
export async function tellFlow(client: Client, row: OutboxRow): Promise<JsonObject> {
  const { flowKey } = news.parse(row.payload)
  const input: FlowInput = { municipality: row.municipalityId, flowKey }
  await client.workflow.signalWithStart(flowWorkflowType, {
    workflowId: flowWorkflowId(row.municipalityId, flowKey),
    taskQueue: casesQueue,
    args: [input],
    signal: newsSignal,
    // A journal of thousands must not delay a person's case.
    priority: { fairnessKey: row.municipalityId, priorityKey: 4 },
  })
  return { accepted: true }
}
