import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { randomBytes, randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Db } from '../../db/client.ts'
import { createDb } from '../../db/client.ts'
import { withDatabase } from '../../db/connection-url.ts'
import { migrate } from '../../db/migrate.ts'
import { prepare } from '../../db/prepare.ts'
import { municipality, platformSetting } from '../../db/schema/municipalities.ts'
import { startPostgres } from '../../sandbox/postgres.ts'
import { freePort } from '../../sandbox/process.ts'
import { cpuSecondsOf } from '../cpu.ts'

export const fiscalCode = '00111190191'

/** A PostgreSQL of its own with one town, thrown away afterwards. */
export interface Stage {
  db: Db
  town: string
  /** Past row-level security: to seed. */
  sql: (text: string, values?: unknown[]) => Promise<pg.QueryResult>
  /** Processor seconds that this process and the database have used so far; NaN where the system does not tell. */
  cpu: () => number
  end: () => Promise<void>
}

export async function aStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'iter-bench-'))
  // As root the server runs as another account, which must reach its folder.
  chmodSync(folder, 0o755)
  const password = randomBytes(9).toString('hex')
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    port: await freePort(),
    password,
    durable: false,
  })
  const as = (role: string) => {
    const url = new URL(withDatabase(postgres.superuserUrl, 'bench'))
    url.username = role
    url.password = password
    return url.href
  }
  const owner = as('iter_owner')
  await prepare(postgres.superuserUrl, { owner, app: as('iter_app'), relay: as('iter_relay') })
  await migrate(owner)
  const db = createDb({ url: as('iter_app'), name: 'bench' })
  const seeder = new pg.Client({ connectionString: withDatabase(postgres.superuserUrl, 'bench') })
  await seeder.connect()
  const town = await aTown(db)
  return {
    db,
    town,
    sql: (text, values) => seeder.query(text, values),
    cpu: () => ownCpu() + cpuSecondsOf(postgres.pid),
    async end() {
      await Promise.all([db.end(), seeder.end()])
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function aTown(db: Db): Promise<string> {
  const id = randomUUID()
  await db.global(tx =>
    tx.insert(municipality).values({ id, code: 'bench', name: 'Bench', ipaCode: 'c_b', fiscalCode, province: 'CR' }),
  )
  const settings = { receiptsUrl: 'http://127.0.0.1:9', segregationCode: '01', iban: 'IT00', companyName: 'Bench' }
  await db.withTenants([id], tx =>
    tx.insert(platformSetting).values({ municipalityId: id, platform: 'pagopa', baseUrl: '', settings }),
  )
  return id
}

/** Processor seconds of this process. */
export function ownCpu(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000
}
