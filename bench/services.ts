import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createDb } from '../db/client.ts'
import type { Db } from '../db/client.ts'
import { withDatabase } from '../db/connection-url.ts'
import { migrate } from '../db/migrate.ts'
import { prepare } from '../db/prepare.ts'
import { startPostgres } from '../sandbox/postgres.ts'
import { freePort } from '../sandbox/process.ts'
import { findTemporal } from '../sandbox/temporal/find.ts'
import { startTemporal } from '../sandbox/temporal/server.ts'
import { cpuSecondsOf } from './cpu.ts'

/** Servers of our own in a folder of their own; nothing of them is left afterwards. */
export interface Services {
  folder: string
  /** A new database, migrated. */
  database(name: string): Promise<Database>
  /** The Temporal server, started when first asked for. */
  temporal(): Promise<string>
  versions(): Promise<Record<string, string>>
  /** Processor seconds that both servers have used so far. */
  cpuSeconds(): Promise<{ postgresql: number; temporal: number }>
  stop(): Promise<void>
}

export interface Database {
  urls: { owner: string; app: string; relay: string }
  /** As the application: under row-level security. */
  db: Db
  /** As the superuser: seeds, and looks from outside. */
  superuser: pg.Client
  masterKey: Buffer
}

const password = 'bench'

/** `keep`: a folder to use and to leave behind, so that a million seeded cases serve more than one run. */
export async function startServices(keep: string | null): Promise<Services> {
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'iter-bench-'))
  mkdirSync(folder, { recursive: true })
  // As root the server runs as another account, which must reach its folder.
  chmodSync(folder, 0o755)
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port: await freePort(), password })
  const closing: (() => Promise<unknown>)[] = []
  let temporal: Promise<{ pid: number; address: string; version: string }> | null = null

  const launch = async () => {
    const program = await findTemporal(line => process.stderr.write(`${line}\n`))
    const server = await startTemporal({
      program,
      port: await freePort(),
      uiPort: null,
      file: join(folder, `temporal-${randomBytes(4).toString('hex')}.db`),
    })
    closing.unshift(() => server.stop())
    return {
      pid: server.pid,
      address: server.address,
      version: execFileSync(program, ['--version'], { encoding: 'utf8' }).trim(),
    }
  }
  const started = () => (temporal ??= launch())

  return {
    folder,
    temporal: async () => (await started()).address,
    async database(name) {
      const { end, ...database } = await openDatabase(postgres.superuserUrl, name)
      closing.unshift(end)
      return database
    },
    async versions() {
      const client = new pg.Client({ connectionString: postgres.superuserUrl })
      await client.connect()
      const { rows } = await client.query<{ server_version: string }>('show server_version')
      await client.end()
      return { postgresql: rows[0]?.server_version ?? '', ...(temporal && { temporal: (await temporal).version }) }
    },
    cpuSeconds: async () => ({
      postgresql: cpuSecondsOf(postgres.pid),
      temporal: cpuSecondsOf((await started()).pid),
    }),
    async stop() {
      for (const close of closing) await close()
      await postgres.stop()
      if (keep === null) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function openDatabase(superuserUrl: string, name: string): Promise<Database & { end: () => Promise<unknown> }> {
  const urls = { owner: as('iter_owner'), app: as('iter_app'), relay: as('iter_relay') }
  await prepare(superuserUrl, urls)
  await migrate(urls.owner)
  const superuser = new pg.Client({ connectionString: withDatabase(superuserUrl, name) })
  await superuser.connect()
  const db = createDb({ url: urls.app, name: 'bench' })
  // Nothing secret is ever in it, and a kept folder must stay readable.
  const masterKey = Buffer.alloc(32, 7)
  return { urls, db, superuser, masterKey, end: () => Promise.all([db.end(), superuser.end()]) }

  function as(role: string): string {
    const url = new URL(withDatabase(superuserUrl, name))
    url.username = role
    url.password = password
    return url.href
  }
}

const seededFile = (folder: string, cases: number): string => join(folder, `seeded-${cases}`)

/** Whether a kept folder holds these cases already. */
export const isSeeded = (folder: string, cases: number): boolean => existsSync(seededFile(folder, cases))

export const markSeeded = (folder: string, cases: number): void => writeFileSync(seededFile(folder, cases), '')
