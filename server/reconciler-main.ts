import { assertSafeRole } from '../db/assert-safe-role.ts'
import { createDb } from '../db/client.ts'
import { createKeys } from '../db/keys.ts'
import { listen } from '../db/listen.ts'
import { createLog } from './http/log.ts'
import { readReconcilerConfig } from './reconciler/config.ts'
import { usualPace } from './reconciler/round.ts'
import { startReconciler } from './reconciler/start-reconciler.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { lazyClient } from './temporal/connect.ts'

// The reconciler: compares what our database and Temporal know of the cases, repairs and tells. One copy works at a time.
const config = readReconcilerConfig(process.env)
const log = createLog(config.logLevel, 'reconciler')
const onError = (err: unknown): void => log.warn({ err }, 'database connection lost')
const db = createDb({ url: config.databaseUrl, name: 'iter-reconciler', max: 4, onError })
await assertSafeRole(db)
const keyDb = createDb({ url: config.databaseUrl, name: 'iter-reconciler-keys', max: 2, onError })
const keys = createKeys({ db: keyDb, masterKey: Buffer.from(config.masterKey, 'base64') })
const temporal = lazyClient({ ...config.temporal, keys })
const reconciler = startReconciler({
  db,
  client: temporal.client,
  log,
  pace: usualPace,
  everyMinutes: config.everyMinutes,
})
const listening = listen({ url: config.databaseUrl, channel: 'reconciler', onError }, () => reconciler.wake())
stopOnSignal(log, async () => {
  await listening.stop()
  await reconciler.stop()
  await temporal.close()
  await Promise.all([db.end(), keyDb.end()])
})
log.info({ everyMinutes: config.everyMinutes }, 'comparing')
