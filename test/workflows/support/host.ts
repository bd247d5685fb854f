import { randomUUID } from 'node:crypto'
import { existsSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WorkflowHandle } from '@temporalio/client'
import { Client, Connection, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure, defaultDataConverter } from '@temporalio/common'
import type { DataConverter } from '@temporalio/common'
import { msNumberToTs } from '@temporalio/common/lib/time.js'
import proto from '@temporalio/proto'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import type { Failure, Refusal } from '../../../engine/event.ts'
import type { Json } from '../../../engine/json.ts'
import type { Plan } from '../../../engine/plan.ts'
import type {
  ChildCase,
  ChildRequest,
  Publication,
  StepRequest,
  SwiftStepRequest,
  WorkRequest,
} from '../../../engine/publication.ts'
import { bundleWorkflows } from '../../../worker/bundle.ts'
import { createWorkers } from '../../../worker/create-workers.ts'
import type { ActAnswer, ActRequest, CaseInput, CaseResult, CaseSnapshot } from '../../../workflows/messages.ts'
import {
  actUpdate,
  asToday,
  caseWorkflowId,
  caseWorkflowType,
  casesQueue,
  stateQuery,
  updateIdOf,
} from '../../../workflows/messages.ts'

Runtime.install({ logger: new DefaultLogger('ERROR') })

export type CaseWorkflow = (input: CaseInput) => Promise<CaseResult>
export type CaseHandle = WorkflowHandle<CaseWorkflow>

/** Answers of the outside, as a test wants them. */
export interface Outside {
  /** What an operation answers in the local lane and in its platform's queue; throws to fail. */
  step?: (work: WorkRequest) => Json | Promise<Json>
  perform?: (work: WorkRequest) => Json | Promise<Json>
  /** Steps are over before their news is due: nothing is told until the case rests. */
  isSwift?: boolean
  publish?: (publication: Publication) => void | Promise<void>
  openChild?: (request: ChildRequest) => ChildCase | Promise<ChildCase>
  /** Activities of chores, by name. */
  chores?: { [name: string]: (args: { municipality: string }) => Promise<Json> }
  /** Those of the tests' own operations when left out. */
  queues?: string[]
  /** In the open when left out: histories are read by the tests. */
  dataConverter?: (namespace: string) => DataConverter
}

export interface Host {
  client: Client
  /** What reached the outside, in order: `step a`, `perform a`, `publish`. */
  calls: string[]
  publications: Publication[]
  start: (plan: Plan, change?: Partial<CaseInput>) => Promise<CaseHandle>
  stopWorkers: () => Promise<void>
  /** With the present code, or with another bundle: an upgrade. */
  startWorkers: (bundle?: string) => Promise<void>
  stop: () => Promise<void>
}

/** Workers as in production, with stand-ins for the outside, in a Temporal namespace of their own. */
export async function aHost(outside: Outside = {}): Promise<Host> {
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? ''
  const namespace = `test-${randomUUID()}`
  const connection = await Connection.connect({ address })
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msNumberToTs(86_400_000),
  })
  const native = await NativeConnection.connect({ address })
  const calls: string[] = []
  const publications: Publication[] = []
  const activities = activitiesOf(outside, calls, publications)
  const dataConverter = outside.dataConverter?.(namespace) ?? defaultDataConverter
  const present = await theBundle()
  let stopRunning = () => Promise.resolve()

  const startWorkers = async (bundle = present) => {
    const workers = await createWorkers({
      connection: native,
      namespace,
      dataConverter,
      activities,
      bundle,
      attempts: () => ({}),
      queues: outside.queues ?? ['cases', 'platform-anpr', 'platform-internal'],
    })
    const runs = workers.map(worker => worker.run())
    stopRunning = async () => {
      stopRunning = () => Promise.resolve()
      for (const worker of workers) worker.shutdown()
      await Promise.all(runs)
    }
  }
  await startWorkers()
  const client = new Client({ connection, namespace, dataConverter })

  return {
    client,
    calls,
    publications,
    start: (plan, change = {}) => startCase(client, plan, change),
    stopWorkers: () => stopRunning(),
    startWorkers,
    stop: async () => {
      await stopRunning()
      await native.close()
      await connection.close()
    },
  }
}

function activitiesOf(outside: Outside, calls: string[], publications: Publication[]) {
  const publish = async (publication: Publication) => {
    calls.push('publish')
    await outside.publish?.(publication)
    publications.push(publication)
  }
  const step = async ({ publication, work }: StepRequest) => {
    calls.push(`step ${work.element}`)
    const answer = (await outside.step?.(work)) ?? `${work.element} done`
    if (publication) publications.push(publication)
    return answer
  }
  const swiftStep = async ({ publication, work }: SwiftStepRequest) => {
    const isTold = outside.isSwift !== true
    return { output: await step({ publication: isTold ? publication : null, work }), isTold }
  }
  const perform = async (work: WorkRequest) => {
    calls.push(`perform ${work.element}`)
    return (await outside.perform?.(work)) ?? `${work.element} done`
  }
  const openChild = async (request: ChildRequest) => outside.openChild?.(request)
  return { step, swiftStep, perform, publish, openChild, ...outside.chores }
}

export const municipality = '11111111-1111-4111-8111-111111111111'

async function startCase(client: Client, plan: Plan, change: Partial<CaseInput>): Promise<CaseHandle> {
  const caseId = randomUUID()
  const input: CaseInput = {
    municipality,
    caseId,
    number: 'TEST-2026-000001',
    planHash: 'test',
    plan,
    start: { type: 'start', at: new Date().toISOString(), data: {} },
    run: 1,
    ...asToday,
    ...change,
  }
  return client.workflow.start<CaseWorkflow>(caseWorkflowType, {
    workflowId: caseWorkflowId(municipality, caseId),
    taskQueue: casesQueue,
    args: [input],
  })
}

/** Bundled once for all test files: it takes seconds. */
export async function theBundle(): Promise<string> {
  const file = join(process.env['TEST_SERVICES_FOLDER'] ?? tmpdir(), 'workflow-bundle.js')
  if (existsSync(file)) return file
  const fresh = `${file}.${process.pid}`
  await bundleWorkflows(fresh)
  renameSync(fresh, file)
  return file
}

/** What an operation throws, as the activities' kernel makes it. */
export function fails(kind: Failure['kind'], code = `test-${kind}`): never {
  const failure: Failure = { kind, code, message: 'Prova', platform: 'anpr' }
  throw ApplicationFailure.create({
    type: kind,
    message: failure.message,
    nonRetryable: kind !== 'unavailable',
    details: [failure],
  })
}

let acts = 0

/** A staff act with a request id of its own. */
export const anAct = (act: ActRequest['act'], change: Partial<ActRequest> = {}): ActRequest => ({
  requestId: `request-${++acts}`,
  actor: { kind: 'staff', id: 'clerk', role: 'clerk' },
  act,
  ...change,
})

/** Sends an act as the relay does: the answer, or the refusal. */
export async function send(handle: CaseHandle, request: ActRequest): Promise<ActAnswer | Refusal> {
  try {
    return await handle.executeUpdate(actUpdate, { args: [request], updateId: updateIdOf(request) })
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) throw error
    const refusal: any = error.cause.details?.[0]
    return refusal
  }
}

export const snapshotOf = (handle: CaseHandle): Promise<CaseSnapshot> => handle.query(stateQuery)

/** Waits until the case is as wanted; the test's own time limit ends a wait in vain. */
export async function until(handle: CaseHandle, isSo: (snapshot: CaseSnapshot) => boolean): Promise<CaseSnapshot> {
  for (;;) {
    const snapshot = await snapshotOf(handle)
    if (isSo(snapshot)) return snapshot
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** Waits for anything else. */
export async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setTimeout(resolve, 25))
}

/** The run's events in short: `MARKER_RECORDED`. */
export async function eventsOf(handle: CaseHandle): Promise<string[]> {
  const { events } = await handle.fetchHistory()
  return (events ?? []).map(({ eventType }) =>
    (proto.temporal.api.enums.v1.EventType[eventType ?? 0] ?? '').replace('EVENT_TYPE_', ''),
  )
}
