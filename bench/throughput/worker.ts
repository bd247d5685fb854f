// One side of the measurement in a process of its own. Arguments: side, database, Temporal's address, bundle, master key.
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { activitiesConfig } from '../../activities/config.ts'
import { createActivities } from '../../activities/create-activities.ts'
import { dataConverterFor } from '../../codec/data-converter.ts'
import { createDb } from '../../db/client.ts'
import { createKeys } from '../../db/keys.ts'
import { createWorkers } from '../../worker/create-workers.ts'
import { worldOperations } from '../enrolment/operations.ts'
import { step } from './operation.ts'
import { createTwinActivities } from './twin-activities.ts'
import { twinQueue } from './twin-workflow.ts'

const [side = '', url = '', address = '', bundle = '', masterKey = ''] = process.argv.slice(2)
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  shutdownSignals: [],
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }), forward: {} } },
})
const quiet = { info: () => {}, warn: () => {}, error: (fields: object) => console.error(fields) }

const db = createDb({ url, max: 20, name: `bench-${side}` })
const keysDb = createDb({ url, max: 2 })
const keys = createKeys({ db: keysDb, masterKey: Buffer.from(masterKey, 'base64') })
const connection = await NativeConnection.connect({ address })
const common = { connection, namespace: 'default', dataConverter: dataConverterFor(keys, 'default') }

const workers =
  side === 'iter'
    ? await createWorkers({
        ...common,
        activities: createActivities({
          db,
          keys,
          config: activitiesConfig({}),
          log: quiet,
          more: [step, ...worldOperations],
        }),
        bundle,
        attempts: () => ({}),
      })
    : [
        await Worker.create({
          ...common,
          taskQueue: twinQueue,
          activities: createTwinActivities(db),
          workflowBundle: { codePath: bundle },
          workflowThreadPoolSize: 2,
          reuseV8Context: true,
          maxConcurrentActivityTaskExecutions: 40,
          maxConcurrentWorkflowTaskExecutions: 40,
        }),
      ]

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuSeconds: (user + system) / 1e6 })
})
const shutDown = () => workers.filter(worker => worker.getState() === 'RUNNING').forEach(worker => worker.shutdown())
process.once('SIGTERM', shutDown)
// Whoever measures is gone.
process.once('disconnect', shutDown)
const running = Promise.all(workers.map(worker => worker.run()))
process.send?.('ready')
await running
await Promise.all([connection.close(), db.end(), keysDb.end()])
if (process.connected) process.disconnect()
