import type { Client, ScheduleOptions } from '@temporalio/client'
import { ScheduleOverlapPolicy } from '@temporalio/client'
import { casesQueue, choreWorkflowId, choreWorkflowType } from '../workflows/messages.ts'

/** Polls a municipality's receipts again and again; a poll that still runs is not overtaken. */
export const scheduleReceipts = (client: Client, municipality: string, everySeconds: number): Promise<void> =>
  schedule(client, choreSchedule({ name: 'receipts', chore: 'pollReceipts' }, municipality, everySeconds))

/** Fetches a municipality's payment reports again and again. */
export const scheduleReports = (client: Client, municipality: string, everySeconds: number): Promise<void> =>
  schedule(client, choreSchedule({ name: 'reports', chore: 'fetchReports' }, municipality, everySeconds))

async function schedule(client: Client, options: ReturnType<typeof choreSchedule>): Promise<void> {
  try {
    await client.schedule.create(options)
  } catch (error) {
    if (!isKnownSchedule(error)) throw error
    // Leaves pauses and notes of the operator as they are.
    await client.schedule
      .getHandle(options.scheduleId)
      .update(({ state }) => ({ spec: options.spec, action: options.action, policies: options.policies, state }))
  }
}

function choreSchedule({ name, chore }: { name: string; chore: string }, municipality: string, everySeconds: number) {
  return {
    scheduleId: `${name}/${municipality}`,
    spec: {
      intervals: [{ every: everySeconds * 1_000 }],
      // Fifty towns must not ask in the same second.
      jitter: Math.min(everySeconds * 200, 30_000),
    },
    action: {
      type: 'startWorkflow',
      workflowType: choreWorkflowType,
      workflowId: choreWorkflowId(municipality, chore),
      taskQueue: casesQueue,
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' },
  } satisfies ScheduleOptions
}

const isKnownSchedule = (error: unknown): boolean => error instanceof Error && error.name === 'ScheduleAlreadyRunning'
