import { assertSafeRole } from '../db/assert-safe-role.ts'
import { createDb } from '../db/client.ts'
import { armFailPoints } from '../db/fail-points.ts'
import { createKeys } from '../db/keys.ts'
import { listen } from '../db/listen.ts'
import { createLog } from './http/log.ts'
import { readRelayConfig } from './relay/config.ts'
import { planLoader } from './relay/plan-loader.ts'
import { startRelay } from './relay/relay.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { lazyClient } from './temporal/connect.ts'

// The outbox relay: a process of its own, with a database role of its own. As many as wanted may run.
const config = readRelayConfig(process.env)
armFailPoints(config.failPoints, config.rehearsal)
const log = createLog(config.logLevel, 'relay')
const onError = (err: unknown): void => log.warn({ err }, 'database connection lost')
const db = createDb({ url: config.databaseUrl, name: 'iter-relay', onError })
await assertSafeRole(db)
const keyDb = createDb({ url: config.databaseUrl, name: 'iter-relay-keys', max: 2, onError })
const keys = createKeys({ db: keyDb, masterKey: Buffer.from(config.masterKey, 'base64') })
const temporal = lazyClient({ ...config.temporal, keys })
const relay = startRelay({
  db,
  client: temporal.client,
  loadPlan: planLoader(db),
  log,
  taskTimeoutSeconds: config.taskTimeoutSeconds,
  leaseSeconds: config.leaseSeconds,
})
const listening = listen({ url: config.databaseUrl, channel: 'outbox', onError }, () => relay.wake())
stopOnSignal(log, async () => {
  await listening.stop()
  await relay.stop()
  await temporal.close()
  await Promise.all([db.end(), keyDb.end()])
})
log.info('carrying the outbox')
