import pg from 'pg'
import { partsOf } from './connection-url.ts'

/** Where each role connects; the names are fixed because grants and policies name them. */
export interface RoleUrls {
  /** iter_owner: owns the tables, runs the migrations. */
  owner: string
  /** iter_app: server and worker. */
  app: string
  /** iter_relay: the outbox relay. */
  relay: string
}

const LOGIN_ROLES = [
  // Bypasses row-level security: a back-fill that does not see the rows fills nothing.
  { role: 'iter_owner', url: 'owner', attributes: 'login bypassrls nosuperuser nocreaterole nocreatedb' },
  { role: 'iter_app', url: 'app', attributes: 'login nobypassrls nosuperuser nocreaterole nocreatedb' },
  { role: 'iter_relay', url: 'relay', attributes: 'login nobypassrls nosuperuser nocreaterole nocreatedb' },
] as const

/**
 * Creates what only a superuser can: the four roles (with the passwords of their URLs) and the database, where missing.
 * Safe to repeat; passwords are set anew each time.
 */
export async function prepare(superuserUrl: string, urls: RoleUrls): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    // Roles belong to the whole server: two preparations at once would trip over each other.
    await client.query("select pg_advisory_lock(hashtext('iter prepare'))")
    for (const { role, url, attributes } of LOGIN_ROLES) {
      const { user, password } = partsOf(urls[url])
      if (user !== role) throw new Error(`The ${url} connection must use the role ${role}, not "${user}"`)
      await ensureRole(client, role, `${attributes} password ${client.escapeLiteral(password)}`)
    }
    await ensureRole(client, 'iter_search', 'nologin bypassrls nosuperuser nocreaterole nocreatedb')
    await client.query('grant iter_search to iter_owner')
    await ensureDatabase(client, partsOf(urls.owner).database)
  } finally {
    await client.end()
  }
}

async function ensureRole(client: pg.Client, role: string, attributes: string): Promise<void> {
  const found = await client.query('select from pg_roles where rolname = $1', [role])
  await client.query(`${found.rowCount === 0 ? 'create' : 'alter'} role ${role} ${attributes}`)
}

async function ensureDatabase(client: pg.Client, database: string): Promise<void> {
  const found = await client.query('select from pg_database where datname = $1', [database])
  if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)} owner iter_owner`)
}
