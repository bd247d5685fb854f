import { armFailPoints } from '../db/fail-points.ts'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { createDeps } from './create-deps.ts'
import { createLog } from './http/log.ts'
import { createHttpServer } from './http/serve.ts'
import { stopOnSignal } from './stop-on-signal.ts'

// The API and the console: config, what it works with, app, listen.
const config = readConfig(process.env)
armFailPoints(process.env['ITER_FAIL_POINT'], config.rehearsal)
const log = createLog(config.logLevel, 'server')
const { deps, close } = await createDeps(config, log)
const server = createHttpServer(createApp(deps)).listen(config.listen.port, config.listen.host)
stopOnSignal(log, async () => {
  server.close()
  server.closeAllConnections()
  await close()
})
log.info({ port: config.listen.port, publicUrl: config.publicUrl.origin }, 'listening')
