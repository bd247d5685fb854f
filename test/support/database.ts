import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { createDb } from '../../db/client.ts'
import type { Db } from '../../db/client.ts'
import { withDatabase } from '../../db/connection-url.ts'
import { createKeys } from '../../db/keys.ts'
import type { Keys } from '../../db/keys.ts'
import { migrate } from '../../db/migrate.ts'
import { prepare } from '../../db/prepare.ts'

// Whoever comes first migrates the template, on a machine that runs other suites meanwhile.
jest.setTimeout(60_000)

const TEMPLATE = 'iter_template'

/** A database of its own for one suite, migrated, empty. */
export interface FreshDatabase {
  /** As iter_app: what server and worker are. */
  appUrl: string
  /** As iter_relay. */
  relayUrl: string
  /** As iter_owner: bypasses row-level security, to look and to tamper. */
  ownerUrl: string
  db: Db
  relay: Db
  keys: Keys
  masterKey: Buffer
  /** Runs a statement past row-level security, as the superuser. */
  asSuperuser(text: string, values?: unknown[]): Promise<pg.QueryResult>
  drop(): Promise<void>
}

/** Clones the migrated template on the server that Jest's global set-up started. Call in `beforeAll`, and `drop()` in `afterAll`. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const superuserUrl = process.env['TEST_POSTGRES_URL']
  if (!superuserUrl)
    throw new Error('TEST_POSTGRES_URL is not set: run through jest, whose global set-up starts PostgreSQL')
  const name = `suite_${randomBytes(6).toString('hex')}`
  await onServer(superuserUrl, async client => {
    // One suite migrates the template, those that come meanwhile wait; nobody may be connected to a template that is being cloned.
    await client.query("select pg_advisory_lock(hashtext('iter test template'))")
    await ensureTemplate(client, superuserUrl)
    await client.query(`create database ${name} template ${TEMPLATE} owner iter_owner`)
  })
  const urls = urlsOf(superuserUrl, name)
  const db = createDb({ url: urls.app, name: 'test-app' })
  const relay = createDb({ url: urls.relay, name: 'test-relay' })
  const keysDb = createDb({ url: urls.app, max: 2, name: 'test-keys' })
  const masterKey = randomBytes(32)
  const superuser = new pg.Client({ connectionString: withDatabase(superuserUrl, name) })
  await superuser.connect()
  return {
    appUrl: urls.app,
    relayUrl: urls.relay,
    ownerUrl: urls.owner,
    db,
    relay,
    keys: createKeys({ db: keysDb, masterKey }),
    masterKey,
    asSuperuser: (text, values) => superuser.query(text, values),
    drop: async () => {
      await Promise.all([db.end(), relay.end(), keysDb.end(), superuser.end()])
      await onServer(superuserUrl, client => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

async function ensureTemplate(client: pg.Client, superuserUrl: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [TEMPLATE])
  if (rowCount !== 0) return
  const building = `${TEMPLATE}_building`
  await client.query(`drop database if exists ${building} with (force)`)
  const urls = urlsOf(superuserUrl, building)
  await prepare(superuserUrl, urls)
  await migrate(urls.owner)
  await client.query(`alter database ${building} rename to ${TEMPLATE}`)
}

function urlsOf(superuserUrl: string, database: string) {
  const as = (role: string) => {
    const url = new URL(withDatabase(superuserUrl, database))
    url.username = role
    url.password = 'test'
    return url.href
  }
  return { owner: as('iter_owner'), app: as('iter_app'), relay: as('iter_relay') }
}

async function onServer<T>(superuserUrl: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
