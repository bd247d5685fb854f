import type { Client } from '@temporalio/client'
import { z } from 'zod'

/** What Temporal's server knows of a case without asking a worker. */
export type Look =
  | { kind: 'absent' }
  /** `lastTask`: history length at its last workflow task, the place that a publication made there has; 0 when it is too far back. */
  | { kind: 'running'; lastTask: number }
  | { kind: 'completed' }
  /** Terminated, failed or timed out: the case itself never ends that way. */
  | { kind: 'stopped' }

const eventsBack = 40
const notFound = 5

/** Looks at the end of a workflow's history: one call, which neither replays nor decrypts anything. */
export async function lookAt(client: Client, workflowId: string): Promise<Look> {
  const { namespace } = client.options
  const request = { namespace, execution: { workflowId }, maximumPageSize: eventsBack }
  const found = await client.workflowService.getWorkflowExecutionHistoryReverse(request).catch((error: unknown) => {
    if (codeOf(error) === notFound) return null
    throw error
  })
  if (found === null) return { kind: 'absent' }
  const events = found.history?.events ?? []
  const [newest] = events
  if (newest?.workflowExecutionCompletedEventAttributes) return { kind: 'completed' }
  const isStopped =
    newest?.workflowExecutionTerminatedEventAttributes ??
    newest?.workflowExecutionFailedEventAttributes ??
    newest?.workflowExecutionTimedOutEventAttributes ??
    newest?.workflowExecutionCanceledEventAttributes
  if (isStopped) return { kind: 'stopped' }
  const lastTask = events.find(event => event.workflowTaskStartedEventAttributes)
  return { kind: 'running', lastTask: Number(lastTask?.eventId ?? 0) }
}

export function codeOf(error: unknown): number {
  const read = z.looseObject({ code: z.number() }).safeParse(error)
  if (read.success) return read.data.code
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined
  return cause === undefined ? -1 : codeOf(cause)
}
