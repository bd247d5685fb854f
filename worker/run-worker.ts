import { Client } from '@temporalio/client'
import type { Worker } from '@temporalio/worker'
import { NativeConnection } from '@temporalio/worker'
import type { Logger } from 'pino'
import { createActivities } from '../activities/create-activities.ts'
import { dataConverterFor } from '../codec/data-converter.ts'
import { assertSafeRole } from '../db/assert-safe-role.ts'
import type { Db } from '../db/client.ts'
import { createDb } from '../db/client.ts'
import { createKeys } from '../db/keys.ts'
import { noteChange } from '../db/queries/note-change.ts'
import { recordAttempt } from '../db/queries/record-attempt.ts'
import type { Attempt } from './attempts.ts'
import { recordAttempts } from './attempts.ts'
import type { WorkerConfig } from './config.ts'
import { createWorkers } from './create-workers.ts'
import { runDuties } from './duties.ts'
import { patiently } from './patience.ts'

/** Builds the worker from its configuration and runs it until `signal` is aborted or a part of it falls. */
export async function runWorker(config: WorkerConfig, log: Logger, signal: AbortSignal): Promise<void> {
  const { DATABASE_URL: url, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = config
  const onError = (err: Error) => log.warn({ err }, 'A connection to the database was lost')
  const db = createDb({ url, max: config.DATABASE_CONNECTIONS, name: 'iter-worker', onError })
  const keysDb = createDb({ url, max: 2, name: 'iter-worker-keys', onError })
  const keys = createKeys({ db: keysDb, masterKey: Buffer.from(config.ITER_MASTER_KEY, 'base64') })
  await patiently(() => assertSafeRole(db), { what: 'The database', log, signal, isFinal: isUnsafe })
  const connect = () => NativeConnection.connect({ address })
  const connection = await patiently(connect, { what: `Temporal at ${address}`, log, signal })

  const dataConverter = dataConverterFor(keys, namespace)
  const activities = createActivities({ db, keys, log, config: config.activities })
  const workers = await createWorkers({
    connection,
    namespace,
    dataConverter,
    activities,
    bundle: config.WORKFLOW_BUNDLE,
    attempts: recordAttempts({
      record: attempt => keepAttempt(db, attempt),
      warn: (message, err) => log.warn({ err }, message),
    }),
    taskTimeoutSeconds: config.TEMPORAL_TASK_TIMEOUT_SECONDS,
    ...(config.WORKER_QUEUES && { queues: config.WORKER_QUEUES }),
  })
  const client = new Client({ connection, namespace, dataConverter })
  const duties = (untilAborted: AbortSignal) =>
    runDuties(
      { db, client, probe: outage => activities.probePlatform(outage), log },
      { ...paceOf(config), signal: untilAborted },
    )

  log.info({ queues: workers.map(worker => worker.options.taskQueue) }, 'The worker is running')
  await runTogether(workers, duties, signal)
  await Promise.all([connection.close(), db.end(), keysDb.end()])
  log.info('The worker has ended')
}

/** When one part falls the others end too: half a worker would look alive. */
async function runTogether(workers: Worker[], duties: (signal: AbortSignal) => Promise<void>, signal: AbortSignal) {
  const stopping = new AbortController()
  const stop = () => {
    if (stopping.signal.aborted) return
    stopping.abort()
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
  }
  const parts = [...workers.map(worker => worker.run()), duties(stopping.signal)]
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const results = await Promise.allSettled(parts.map(part => part.finally(stop)))
  const fallen = results.find(result => result.status === 'rejected')
  if (fallen) throw fallen.reason
}

async function keepAttempt(db: Db, attempt: Attempt): Promise<void> {
  const { municipalityId: municipality, caseId } = attempt
  await db.withTenants([municipality], async tx => {
    await recordAttempt(tx, attempt)
    await noteChange(tx, { municipality, resource: 'case', resourceId: caseId })
  })
}

/** A rehearsal is watched by somebody: what takes minutes in the field must take seconds. */
const paceOf = ({ ITER_REHEARSAL: isRehearsal, ...config }: WorkerConfig) => ({
  healPerSecond: config.HEAL_PER_SECOND,
  healEverySeconds: isRehearsal ? 3 : 15,
  receiptsEverySeconds: config.RECEIPTS_EVERY_SECONDS ?? (isRehearsal ? 15 : 300),
  reportsEverySeconds: config.REPORTS_EVERY_SECONDS ?? (isRehearsal ? 30 : 3600),
})

const isUnsafe = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('towns would not be kept apart')
