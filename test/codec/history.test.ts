import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { Context } from '@temporalio/activity'
import proto from '@temporalio/proto'
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { dataConverterFor } from '../../codec/data-converter.ts'
import { FAILURE_CONVERTER_PATH } from '../../codec/failure-converter-path.ts'
import { aTown } from '../db/fixtures.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { ask, look, tell } from './fixtures/messages.ts'
import type { everyWay } from './fixtures/workflows.ts'

const SECRET = 'RSSNNA80A41F205X'

let fresh: FreshDatabase
let town: string
let connection: Connection
let native: NativeConnection
let worker: Worker
let running: Promise<void>
beforeAll(async () => {
  // The test below provokes refusals: their log lines would look like failures of the test.
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => {}),
    telemetryOptions: { logging: { filter: 'ERROR' } },
  })
  fresh = await freshDatabase()
  town = await aTown(fresh.db)
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? ''
  connection = await Connection.connect({ address })
  native = await NativeConnection.connect({ address })
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: join(__dirname, 'fixtures/workflows.ts'),
    failureConverterPath: FAILURE_CONVERTER_PATH,
    logger: new DefaultLogger('ERROR'),
  })
  worker = await Worker.create({
    connection: native,
    taskQueue: town,
    workflowBundle,
    dataConverter: dataConverterFor(fresh.keys, 'default'),
    activities: {
      shout: async (text: string) => text.toUpperCase(),
      whisper: async (text: string) => {
        Context.current().heartbeat({ text })
        return text.toLowerCase()
      },
      fail: async (text: string) => {
        throw new Error(`cannot do ${text}`)
      },
    },
  })
  running = worker.run()
})
afterAll(async () => {
  worker.shutdown()
  await running
  await Promise.all([connection.close(), native.close(), fresh.drop()])
})

/** Whether the runs of a workflow, as the server stores them, hold a text. */
async function holds(client: Client, workflowId: string, text: string): Promise<boolean> {
  const runs: string[] = []
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    runs.push(Buffer.from(proto.temporal.api.history.v1.History.encode(history).finish()).toString('latin1'))
  }
  if (runs.length === 0) throw new Error('The workflow is not listed')
  return runs.some(run => run.includes(text))
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Listing follows a start by a moment. */
async function listed(client: Client, workflowId: string): Promise<boolean> {
  return (await client.workflow.count(`WorkflowId = "${workflowId}"`)).count > 0
}

test('whatever way a secret takes, no history holds it; and all of it is read by those who may', async () => {
  const client = new Client({ connection, dataConverter: dataConverterFor(fresh.keys, 'default') })
  const workflowId = `case/${town}/${randomUUID()}`
  const handle = await client.workflow.start<typeof everyWay>('everyWay', {
    args: [SECRET],
    taskQueue: town,
    workflowId,
  })
  expect(await handle.executeUpdate(ask, { args: ['who'] })).toBe(`who ${SECRET}`)
  const refusal = await handle.executeUpdate(ask, { args: ['refuse'] }).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ cause: { type: 'Refused', message: `no ${SECRET}`, details: [{ secret: SECRET }] } })
  expect(await handle.query(look)).toContain(SECRET)
  const current = client.workflow.getHandle(workflowId)
  while ((await current.describe()).runId === handle.firstExecutionRunId) await pause(20)
  await current.signal(tell, `told ${SECRET}`)
  const result = await handle.result()
  expect(result).toBe(`${SECRET.toLowerCase()}|cannot do ${SECRET}|child of ${SECRET}|told ${SECRET}`)
  expect(await holds(client, workflowId, 'binary/encrypted')).toBe(true)
  for (const text of [SECRET, SECRET.toLowerCase(), 'cannot do', 'no RSS']) {
    expect([text, await holds(client, workflowId, text)]).toEqual([text, false])
  }
})

test('the test above can fail: without the codec the secret is there', async () => {
  const client = new Client({ connection })
  const workflowId = `case/${town}/${randomUUID()}`
  const handle = await client.workflow.start('everyWay', { args: [SECRET], taskQueue: `nobody-${town}`, workflowId })
  while (!(await listed(client, workflowId))) await pause(50)
  expect(await holds(client, workflowId, SECRET)).toBe(true)
  await handle.terminate()
})

test('what a stranger sends unencrypted never reaches the workflow', async () => {
  const stranger = new Client({ connection })
  const workflowId = `case/${town}/${randomUUID()}`
  await stranger.workflow.start('everyWay', { args: ['forged'], taskQueue: town, workflowId })
  const handle = stranger.workflow.getHandle(workflowId)
  const failed = async () =>
    (await handle.fetchHistory()).events?.find(event => event.workflowTaskFailedEventAttributes)
  while ((await failed()) === undefined) await pause(50)
  expect(await handle.describe()).toMatchObject({ status: { name: 'RUNNING' } })
  await handle.terminate()
})
