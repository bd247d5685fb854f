import type { Client } from '@temporalio/client'

import { failPoint } from '../../db/fail-points.ts'
import type { OutboxRow } from '../../db/queries/take-outbox.ts'
import type { Json, JsonObject } from '../../engine/json.ts'
import {
  asToday,
  actUpdate,
  casePriority,
  caseWorkflowId,
  caseWorkflowType,
  casesQueue,
  deliverSignal,
  updateIdOf,
} from '../../workflows/messages.ts'
import type { CaseInput } from '../../workflows/messages.ts'
import { advanceCaseTime } from '../temporal/advance-time.ts'
import { actPayload, advancePayload, signalPayload, startPayload } from './payloads.ts'
import { failureOf, refusalOf } from './temporal-errors.ts'
import { startChore, tellFlow } from './town-messages.ts'

/** What became of one delivery: an answer to keep (a refusal is one), or a reason to try again. */
export type Delivered = { settled: true; answer: Json } | { settled: false; error: string; outage: boolean }

export type PlanLoader = (definition: string) => Promise<{ plan: CaseInput['plan']; planHash: string }>

export interface DeliveryDeps {
  loadPlan: PlanLoader
  taskTimeoutSeconds?: number | undefined
}

// Long enough for a worker to answer, short enough that a case without one does not hold its lease to the end.
const patience = 15_000

/** Hands one message of the outbox to Temporal. Doing it twice is harmless: ids make the second one the first. */
export async function deliver(client: Client, row: OutboxRow, deps: DeliveryDeps): Promise<Delivered> {
  const workflowId = caseWorkflowId(row.municipalityId, row.caseId ?? '')
  try {
    failPoint('call:send')
    const answer = await client.withDeadline(Date.now() + patience, () => send(client, row, workflowId, deps))
    failPoint('call:answer')
    return { settled: true, answer }
  } catch (error) {
    return afterFailure(client, row, workflowId, error)
  }
}

async function send(client: Client, row: OutboxRow, workflowId: string, deps: DeliveryDeps): Promise<Json> {
  switch (row.kind) {
    case 'start':
      return start(client, row, workflowId, deps)
    case 'update': {
      const request = actPayload(row.payload)
      const handle = client.workflow.getHandle(workflowId)
      const done = await handle.executeUpdate(actUpdate, { args: [request], updateId: updateIdOf(request) })
      return { accepted: true, revision: done.revision }
    }
    case 'signal':
      await client.workflow.getHandle(workflowId).signal(deliverSignal, signalPayload(row.payload))
      return { accepted: true }
    case 'advance-time': {
      const { seconds } = advancePayload(row.payload)
      await advanceCaseTime(client, workflowId, seconds)
      return { accepted: true, seconds }
    }
    case 'chore':
      return startChore(client, row)
    case 'flow':
      return tellFlow(client, row)
  }
}

async function start(
  client: Client,
  row: OutboxRow,
  workflowId: string,
  { loadPlan, taskTimeoutSeconds }: DeliveryDeps,
): Promise<JsonObject> {
  const payload = startPayload(row.payload)
  const { plan, planHash } = await loadPlan(payload.definition)
  const input: CaseInput = {
    municipality: row.municipalityId,
    caseId: row.caseId ?? '',
    number: payload.number,
    planHash,
    plan,
    start: payload.start,
    run: 1,
    ...asToday,
  }
  await client.workflow.start(caseWorkflowType, {
    workflowId,
    taskQueue: casesQueue,
    args: [input],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    ...(taskTimeoutSeconds !== undefined && { workflowTaskTimeout: taskTimeoutSeconds * 1000 }),
    priority: casePriority(row.municipalityId, payload.channel),
  })
  return { accepted: true }
}

async function afterFailure(client: Client, row: OutboxRow, workflowId: string, error: unknown): Promise<Delivered> {
  const refusal = refusalOf(error)
  if (refusal) return { settled: true, answer: { accepted: false, refusal } }
  const failure = failureOf(error)
  if (failure.kind === 'already-started') return { settled: true, answer: { accepted: true } }
  // A case's messages go one after the other, so its start has been delivered: no running workflow means that the case is over.
  if (
    failure.kind === 'not-found' &&
    row.caseId !== null &&
    row.kind !== 'start' &&
    (await hasEnded(client, workflowId))
  ) {
    const over = { kind: 'not-allowed', message: 'La pratica è conclusa.' }
    return { settled: true, answer: { accepted: false, refusal: over } }
  }
  return { settled: false, error: failure.message, outage: failure.kind === 'outage' }
}

async function hasEnded(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe()
    return status.name !== 'RUNNING'
  } catch {
    return false
  }
}
