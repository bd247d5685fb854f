import { migrateConfig } from './config.ts'
import type { MigrateConfig } from './config.ts'
import { partsOf } from './connection-url.ts'
import { migrate } from './migrate.ts'
import { prepare } from './prepare.ts'

try {
  const config = migrateConfig(process.env)
  if (config.ADMIN_DATABASE_URL !== undefined) await prepareAll(config, config.ADMIN_DATABASE_URL)
  await migrate(config.OWNER_DATABASE_URL)
  console.log(`Database ${partsOf(config.OWNER_DATABASE_URL).database} is up to date.`)
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}

async function prepareAll(config: MigrateConfig, superuserUrl: string): Promise<void> {
  const { DATABASE_URL: app, RELAY_DATABASE_URL: relay } = config
  if (app === undefined || relay === undefined) {
    throw new Error(
      'To create the roles, DATABASE_URL and RELAY_DATABASE_URL must be given too: they carry the passwords',
    )
  }
  await prepare(superuserUrl, { owner: config.OWNER_DATABASE_URL, app, relay })
}

/** One paragraph for the operator, causes included. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : undefined
  if (code === 'ECONNREFUSED') return 'PostgreSQL does not answer: start it, or correct OWNER_DATABASE_URL.'
  if (code === '28P01')
    return 'PostgreSQL refuses the password: correct OWNER_DATABASE_URL, or set it anew by giving ADMIN_DATABASE_URL.'
  if (code === '3D000') return `${error.message}: give ADMIN_DATABASE_URL once, so that it is created.`
  return error.cause === undefined ? error.message : `${error.message}: ${explain(error.cause)}`
}
