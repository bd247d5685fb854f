import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { databaseUrls, programs } from './programs.ts'
import { loadSecrets, startSettings } from './settings.ts'

// `npm run rebuild`: the environment of this machine's `npm start`, unless one is given; then the real program.
const settings = startSettings(process.env)
if (process.env['DATABASE_URL'] === undefined && existsSync(join(settings.dataDir, 'secrets.json'))) {
  const secrets = loadSecrets(settings.dataDir)
  const address = settings.temporalAddress ?? `127.0.0.1:${settings.ports.temporal}`
  const all = programs(settings, secrets, databaseUrls(settings, secrets), address)
  Object.assign(process.env, all.find(one => one.name === 'reconciler')?.env)
}
await import('../server/rebuild-main.ts')
