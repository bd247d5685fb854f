import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { partsOf } from './connection-url.ts'

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url))
const RULES = fileURLToPath(new URL('./rules', import.meta.url))

/**
 * Brings the database to this version: the generated migrations in their order, then the rules (functions, row-level security, triggers,
 * grants), which are written to be repeated and run every time, so that a new table is never without them. Until then no role but the
 * owner can touch it.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'iter-migrate' })
  await client.connect()
  try {
    await refuseWrongRole(client, ownerUrl)
    // Several processes of a new version may start at once: one migrates, the others wait and find nothing to do.
    await client.query("select pg_advisory_lock(hashtext('iter migrate'))")
    await client.query('set client_min_messages = warning')
    await client.query('create extension if not exists pg_trgm')
    await runMigrations(drizzle({ client }), { migrationsFolder: MIGRATIONS })
    await applyRules(client)
  } finally {
    await client.end()
  }
}

async function refuseWrongRole(client: pg.Client, ownerUrl: string): Promise<void> {
  const found = await client.query<{ bypasses: boolean }>(
    'select rolbypassrls or rolsuper as bypasses from pg_roles where rolname = current_user',
  )
  if (found.rows[0]?.bypasses === true) return
  const { user } = partsOf(ownerUrl)
  throw new Error(
    `Role "${user}" cannot bypass row-level security: migrations must run as iter_owner. Correct OWNER_DATABASE_URL, or create the roles by giving ADMIN_DATABASE_URL once.`,
  )
}

async function applyRules(client: pg.Client): Promise<void> {
  const files = (await readdir(RULES)).filter(name => name.endsWith('.sql')).toSorted()
  await client.query('begin')
  for (const file of files) {
    try {
      await client.query(await readFile(`${RULES}/${file}`, 'utf8'))
    } catch (error) {
      await client.query('rollback')
      throw new Error(`The database rules of db/rules/${file} could not be applied`, { cause: error })
    }
  }
  await client.query('commit')
}
