import { randomUUID } from 'node:crypto'
import { ApplicationFailure } from '@temporalio/common'
import proto from '@temporalio/proto'
import { dataConverterFor } from '../../codec/data-converter.ts'
import { casesQueue, choreWorkflowId, choreWorkflowType } from '../../workflows/messages.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aTown } from '../db/fixtures.ts'
import { aHost } from './support/host.ts'
import type { Host, Outside } from './support/host.ts'

jest.setTimeout(60_000)

const SECRET = 'RSSNNA80A41F205X is not a good fiscal code'

let fresh: FreshDatabase
let host: Host
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterEach(() => host.stop())
afterAll(() => fresh.drop())

/** The history of a workflow that fails because its activity does, as the server stores it. */
async function historyOfFailure(outside: Outside): Promise<string> {
  const pollReceipts = async () => {
    throw ApplicationFailure.nonRetryable(SECRET, 'defect', { detail: SECRET })
  }
  host = await aHost({ ...outside, chores: { pollReceipts } })
  const town = await aTown(fresh.db)
  const handle = await host.client.workflow.start(choreWorkflowType, {
    workflowId: `${choreWorkflowId(town, 'pollReceipts')}/${randomUUID()}`,
    taskQueue: casesQueue,
    args: [],
  })
  await expect(handle.result()).rejects.toMatchObject({ cause: { cause: { message: SECRET } } })
  const history = await handle.fetchHistory()
  expect(history.events?.at(-1)?.workflowExecutionFailedEventAttributes).toBeTruthy()
  return Buffer.from(proto.temporal.api.history.v1.History.encode(history).finish()).toString('latin1')
}

test('what a failure says is read by the house only, whether activity or workflow wrote it', async () => {
  const history = await historyOfFailure({ dataConverter: namespace => dataConverterFor(fresh.keys, namespace) })
  expect(history).not.toContain('RSSNNA80A41F205X')
  expect(history).toContain('Encoded failure')
})

test('the bundle hides what the workflow itself writes: here nothing else does', async () => {
  const history = await historyOfFailure({})
  expect(history).toContain('Encoded failure')
  // The test above can fail: what the activity said stands in the open.
  expect(history).toContain(SECRET)
})
