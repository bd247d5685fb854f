import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { migrateConfig } from '../../db/config.ts'
import { withDatabase } from '../../db/connection-url.ts'
import { migrate } from '../../db/migrate.ts'
import { prepare } from '../../db/prepare.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'

const root = join(__dirname, '../..')

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

test('to migrate again changes nothing, also when two do at once', async () => {
  const policies = () =>
    fresh.asSuperuser('select tablename, policyname, qual, with_check from pg_policies order by 1, 2')
  const before = (await policies()).rows
  await Promise.all([migrate(fresh.ownerUrl), migrate(fresh.ownerUrl)])
  expect((await policies()).rows).toEqual(before)
})

test('a new tenant table cannot be left without row-level security', async () => {
  await fresh.asSuperuser('create table novelty (municipality_id uuid not null)')
  await fresh.asSuperuser('alter table novelty owner to iter_owner')
  await migrate(fresh.ownerUrl)
  const { rows } = await fresh.asSuperuser(
    `select relforcerowsecurity, (select count(*)::int from pg_policies where tablename = 'novelty') as policies
     from pg_class where relname = 'novelty'`,
  )
  expect(rows).toEqual([{ relforcerowsecurity: true, policies: 1 }])
})

test('a role that cannot bypass row-level security may not migrate', async () => {
  await expect(migrate(fresh.appUrl)).rejects.toThrow(/must run as iter_owner/)
})

test('roles are prepared again with new passwords, and a wrong role name is refused', async () => {
  const urls = { owner: fresh.ownerUrl, app: fresh.appUrl, relay: fresh.relayUrl }
  const superuser = withDatabase(process.env['TEST_POSTGRES_URL'] ?? '', 'postgres')
  await prepare(superuser, urls)
  await expect(prepare(superuser, { ...urls, app: fresh.ownerUrl })).rejects.toThrow(/must use the role iter_app/)
})

test('the environment is checked, one line a variable', () => {
  expect(() => migrateConfig({ DATABASE_URL: 'mysql://x' })).toThrow(
    /OWNER_DATABASE_URL: .*\n.*DATABASE_URL: must begin with postgres/,
  )
})

test('a server that does not answer is named, with the remedy', async () => {
  const run = promisify(execFile)('npx', ['tsx', 'db/migrate-main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      OWNER_DATABASE_URL: 'postgres://iter_owner:x@127.0.0.1:1/iter',
      ADMIN_DATABASE_URL: undefined,
    },
  })
  await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('PostgreSQL does not answer') })
})

test('the migrations say what the schema says: nothing is left to generate', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'iter-migrations-'))
  cpSync(join(root, 'db/migrations'), copy, { recursive: true })
  const schema = ['--dialect', 'postgresql', '--schema', './db/schema/*.ts', '--out', relative(root, copy)]
  const { stdout } = await promisify(execFile)('npx', ['drizzle-kit', 'generate', ...schema], { cwd: root })
  rmSync(copy, { recursive: true })
  expect(stdout).toContain('No schema changes')
})

/** The session store of connect-pg-simple wants a pool; it serves the global table `session` and nothing else. */
const OWN_POOL = ['server/sign-in/sessions.ts']

test('no room goes around withTenants', () => {
  const rooms = ['activities', 'codec', 'server', 'worker', 'workflows', 'engine', 'db']
  const found = rooms
    .flatMap(room => sourcesOf(room))
    .flatMap(file => {
      const text = readFileSync(join(root, file), 'utf8')
      const outside = !file.startsWith('db/')
      return [
        outside &&
          !OWN_POOL.includes(file) &&
          /from 'pg'|from 'drizzle-orm\/node-postgres'|new Pool\(/.test(text) &&
          `${file} opens its own connection`,
        outside && /set_config|current_setting/.test(text) && `${file} touches the setting`,
        /\bset\s+(local\s+|session\s+)?app\./i.test(text) && `${file} sets the tenant outside withTenants`,
        /set_config\([^)]*false\)/.test(text) && `${file} sets something past the transaction`,
      ].filter(Boolean)
    })
  expect(found).toEqual([])
})

function sourcesOf(room: string): string[] {
  try {
    return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.(ts|sql)$/.test(name))
      .map(name => join(room, name))
  } catch {
    return []
  }
}
