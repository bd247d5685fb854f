import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { msNumberToTs } from '@temporalio/common/lib/time.js'
import { NativeConnection } from '@temporalio/worker'
import { dataConverterFor } from '../../codec/data-converter.ts'
import { createWorkers } from '../../worker/create-workers.ts'
import { scheduleReceipts } from '../../worker/schedules.ts'
import { aTown } from '../db/fixtures.ts'
import type { FreshDatabase } from '../support/database.ts'
import { freshDatabase } from '../support/database.ts'
import { theBundle } from '../workflows/support/host.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
}, 60_000)
afterAll(() => database.drop())

test('receipts are polled for a municipality again and again; asking for the schedule twice changes nothing', async () => {
  // given
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? ''
  const namespace = `schedules-${randomUUID()}`
  const connection = await Connection.connect({ address })
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msNumberToTs(86_400_000),
  })
  const native = await NativeConnection.connect({ address })
  const dataConverter = dataConverterFor(database.keys, namespace)
  const client = new Client({ connection, namespace, dataConverter })
  const municipality = await aTown(database.db)
  const polled: unknown[] = []
  const workers = await createWorkers({
    connection: native,
    namespace,
    dataConverter,
    activities: { pollReceipts: (args: unknown) => Promise.resolve(polled.push(args)) },
    bundle: await theBundle(),
    attempts: () => ({}),
    queues: ['cases', 'platform-internal'],
  })
  const runs = workers.map(worker => worker.run())
  // when
  await scheduleReceipts(client, municipality, 1)
  await scheduleReceipts(client, municipality, 1)
  while (polled.length < 2) await new Promise(resolve => setTimeout(resolve, 100))
  // then
  expect(polled.slice(0, 2)).toEqual([{ municipality }, { municipality }])
  for (const worker of workers) worker.shutdown()
  await Promise.all(runs)
  await native.close()
  await connection.close()
}, 60_000)
