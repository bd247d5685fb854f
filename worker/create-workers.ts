import { availableParallelism } from 'node:os'
import type { DataConverter } from '@temporalio/common'
import type { ActivityInterceptorsFactory, NativeConnection, WorkerOptions } from '@temporalio/worker'
import { Worker } from '@temporalio/worker'
import { casesQueue } from '../workflows/messages.ts'

export interface WorkersOptions {
  connection: NativeConnection
  namespace: string
  dataConverter: DataConverter
  /** Activities by name: every worker may run any, the queue decides which it gets. */
  activities: object
  /** File made by `bundleWorkflows`. */
  bundle: string
  attempts: ActivityInterceptorsFactory
  /** Queues of this process; all when left out. */
  queues?: string[]
  /** A case whose worker died is offered to the others after that long; Temporal's default when left out. */
  taskTimeoutSeconds?: number | undefined
}

/**
 * Queued steps at once in one process, by platform. A queue holds what already failed or is slow, so little is enough,
 * and a platform that hangs fills its own slots only.
 */
const slots: Record<string, number> = {
  'platform-spid': 5,
  'platform-anpr': 10,
  'platform-pagopa': 10,
  'platform-io': 10,
  'platform-register': 10,
  'platform-internal': 20,
}

/**
 * Cases that one process moves at the same time. More than it has the processor time for, and every step outlasts its five seconds, is done
 * for nothing and done again: after a restart with a backlog that never ended. Fewer, and too few meet in the ledger (`createSharedLedger`).
 */
const casesAtOnce = Math.max(20, 12 * availableParallelism())

/** All queues a worker can serve. */
export const allQueues = [casesQueue, ...Object.keys(slots)]

/** One worker a queue: each can be given to a process of its own when a platform needs more. */
export async function createWorkers(options: WorkersOptions): Promise<Worker[]> {
  const queues = options.queues ?? allQueues
  const unknown = queues.filter(queue => !allQueues.includes(queue))
  if (unknown.length > 0) throw new Error(`Unknown task queues: ${unknown.join(', ')}. Known: ${allQueues.join(', ')}`)
  return Promise.all(
    queues.map(queue => Worker.create({ ...common(options), taskQueue: queue, ...optionsOf(queue, options) })),
  )
}

function optionsOf(queue: string, { bundle, taskTimeoutSeconds }: WorkersOptions): Partial<WorkerOptions> {
  if (queue === casesQueue) return caseOptions(bundle, taskTimeoutSeconds)
  return {
    maxConcurrentActivityTaskExecutions: slots[queue] ?? 5,
    maxConcurrentActivityTaskPolls: 2,
  }
}

/** Compiled workflows in two threads and shared contexts: with TypeScript on the fly and one thread a third of the speed is lost. */
function caseOptions(bundle: string, taskTimeoutSeconds: number | undefined): Partial<WorkerOptions> {
  return {
    ...(taskTimeoutSeconds !== undefined && { stickyQueueScheduleToStartTimeout: taskTimeoutSeconds * 1000 }),
    enableNonLocalActivities: false,
    workflowBundle: { codePath: bundle },
    workflowThreadPoolSize: 2,
    reuseV8Context: true,
    maxConcurrentLocalActivityExecutions: casesAtOnce,
    maxConcurrentWorkflowTaskExecutions: casesAtOnce,
  }
}

function common({ connection, namespace, dataConverter, activities, attempts }: WorkersOptions) {
  return {
    connection,
    namespace,
    dataConverter,
    activities,
    interceptors: { activity: [attempts] },
    // A step that runs is given time to end: what is cut off costs the ledger a question to the platform.
    shutdownGraceTime: '4s' as const,
    shutdownForceTime: '8s' as const,
  }
}
