import { createServer } from 'node:http'

import { assertSafeRole } from '../db/assert-safe-role.ts'
import { createDb } from '../db/client.ts'
import { createKeys } from '../db/keys.ts'
import { openAnswerDesk } from './acts/await-answer.ts'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { createLog } from './http/log.ts'
import { createOidc } from './sign-in/oidc.ts'
import { createSessions } from './sign-in/sessions.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { lazyClient } from './temporal/connect.ts'

// The API and the console: config, clients, app, listen. Stops when told, letting open requests end.
const config = readConfig(process.env)
const log = createLog(config.logLevel, 'server')
const { databaseUrl: url, publicUrl } = config
const onError = (err: unknown): void => log.warn({ err }, 'database connection lost')
const db = createDb({ url, name: 'iter-server', max: 16, onError })
await assertSafeRole(db)
const keyDb = createDb({ url, name: 'iter-server-keys', max: 2, onError })
const keys = createKeys({ db: keyDb, masterKey: Buffer.from(config.masterKey, 'base64') })
const temporal = lazyClient({ ...config.temporal, keys })
const answers = openAnswerDesk(db, url, onError)
const sessions = createSessions({
  databaseUrl: url,
  secret: config.sessionSecret,
  https: publicUrl.protocol === 'https:',
})
const oidc = createOidc({ ...config.oidc, redirectUri: new URL('/auth/callback', publicUrl).href })
const deps = {
  config,
  db,
  keys,
  log,
  sessions,
  oidc,
  answers,
  temporal: temporal.client,
  now: () => new Date().toISOString(),
}
const app = createApp(deps)
const server = createServer(app).listen(config.listen.port, config.listen.host)
stopOnSignal(log, async () => {
  server.closeAllConnections()
  server.close()
  await Promise.all([answers.stop(), sessions.end(), temporal.close()])
  await Promise.all([db.end(), keyDb.end()])
})
log.info({ port: config.listen.port, publicUrl: publicUrl.origin }, 'listening')
