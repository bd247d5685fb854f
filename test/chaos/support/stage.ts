import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import { msNumberToTs } from '@temporalio/common/lib/time.js'
import { seedDemo } from '../../../sandbox/demo/seed.ts'
import { staff } from '../../../sandbox/demo/staff.ts'
import { createControl } from '../../../sandbox/chaos/control.ts'
import { createFrontOffice } from '../../../sandbox/chaos/front-office.ts'
import { openJournal } from '../../../sandbox/chaos/journal.ts'
import type { Installation } from '../../../sandbox/chaos/stale.ts'
import { type Colleague, signIn } from '../../../sandbox/chaos/staff.ts'
import type { Cast } from '../../../sandbox/chaos/play.ts'
import { readFrontOffice } from '../../../sandbox/page/front-office.ts'
import { startPlatforms, type Platforms } from '../../../sandbox/platforms/start.ts'
import { freePort } from '../../../sandbox/process.ts'
import { type DatabaseUrls, programs } from '../../../sandbox/programs.ts'
import type { StartSettings } from '../../../sandbox/settings.ts'
import { freshDatabase, type FreshDatabase } from '../../support/database.ts'
import { theBundle } from '../../workflows/support/host.ts'
import { removeBundledPrograms } from './bundled-programs.ts'

/** Iter's programs, not yet running, over the tests' database and Temporal, with the demo's towns and platforms. */
export interface Stage {
  database: FreshDatabase
  platforms: Platforms
  apiUrl: string
  dataDir: string
  installation: Installation
  /** What each program is started with. */
  envOf: (program: 'worker' | 'relay' | 'server') => Record<string, string>
  /** Everybody who plays, signed in: only once the server is running. */
  cast: (signal: AbortSignal) => Promise<Cast>
  close: () => Promise<void>
}

const keyCache = join(__dirname, '../../../node_modules/.cache/iter-sandbox/keys.json')

interface Setting {
  /** Seconds between two rounds that fetch receipts and reports, of each town: with many towns these are most of the work. */
  moneyEverySeconds: number
}

export async function setStage({ moneyEverySeconds }: Setting): Promise<Stage> {
  const database = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'iter-stage-'))
  const apiPort = await freePort()
  const apiUrl = `http://127.0.0.1:${apiPort}`
  const clientSecret = 'secret-of-the-tests'
  const platforms = await startPlatforms({
    dataDir: withKeys(join(dataDir, 'sandbox')),
    console: { clientId: 'iter-console', clientSecret, redirectUri: `${apiUrl}/auth/callback` },
    pushSlotSeconds: 0.5,
  })
  const settings = settingsOf(platforms, { dataDir, apiPort, apiUrl, moneyEverySeconds })
  const urls: DatabaseUrls = { superuser: '', owner: database.ownerUrl, app: database.appUrl, relay: database.relayUrl }
  const masterKey = database.masterKey.toString('base64')
  await seedDemo({ settings, urls, masterKey, say: () => {} })
  const [namespace, bundle] = await Promise.all([aNamespace(), theBundle()])
  const secrets = { masterKey, oidcClientSecret: clientSecret, sessionSecret: 'x'.repeat(40), ...passwords }
  const made = programs(settings, secrets, urls, address)
  return {
    database,
    platforms,
    apiUrl,
    dataDir,
    installation: { urls, masterKey: database.masterKey, temporalAddress: address, namespace },
    envOf: name => ({
      ...withoutFiles(made.find(program => program.name === name)?.env ?? {}),
      TEMPORAL_NAMESPACE: namespace,
      WORKFLOW_BUNDLE: bundle,
      ITER_SIGN_INS_PER_MINUTE: '10000',
      DATABASE_CONNECTIONS: '12',
      LOG_LEVEL: process.env['TEST_LOG'] ?? 'error',
    }),
    cast: signal => castOf({ apiUrl, dataDir, platforms }, signal),
    close: async () => {
      await platforms.close()
      await database.drop()
      removeBundledPrograms()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The key of the register's checkpoints and the accessibility statement are files that nobody needs here. */
const withoutFiles = (env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^ITER_(CHECKPOINT|ACCESSIBILITY)/.test(name)))

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? ''
// The tests' roles are there already: nobody sets their passwords again.
const passwords = { superuserPassword: '', ownerPassword: '', appPassword: '', relayPassword: '' }

function settingsOf(
  { urls }: Platforms,
  about: { dataDir: string; apiPort: number; apiUrl: string; moneyEverySeconds: number },
): StartSettings {
  const { dataDir, apiPort, apiUrl, moneyEverySeconds } = about
  const portOf = (url: string) => Number(new URL(url).port)
  return {
    dataDir,
    ports: {
      console: apiPort,
      sandbox: portOf(urls.control),
      staff: portOf(urls.staff),
      postgres: 0,
      temporal: 0,
      temporalUi: 0,
    },
    temporalAddress: address,
    retryScale: 0.01,
    receiptsEverySeconds: moneyEverySeconds,
    reportsEverySeconds: moneyEverySeconds,
    publicUrl: apiUrl,
  }
}

/** RSA keys are slow to make: those of one run serve the next ones. */
export function withKeys(folder: string): string {
  mkdirSync(folder, { recursive: true })
  if (existsSync(keyCache)) copyFileSync(keyCache, join(folder, 'keys.json'))
  return folder
}

async function aNamespace(): Promise<string> {
  const namespace = `stage-${randomUUID()}`
  const connection = await Connection.connect({ address })
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msNumberToTs(86_400_000),
  })
  await connection.close()
  return namespace
}

async function castOf(
  { apiUrl, dataDir, platforms }: Pick<Stage, 'apiUrl' | 'dataDir' | 'platforms'>,
  signal: AbortSignal,
): Promise<Cast> {
  const journal = openJournal(join(dataDir, 'journal.jsonl'))
  const towns = readFrontOffice(join(dataDir, 'sandbox'))?.towns ?? []
  const sandboxUrl = platforms.urls.control
  const frontOffices = towns.map(
    town => [town.code, createFrontOffice({ apiUrl, sandboxUrl, town, journal, signal })] as const,
  )
  const colleagues: [string, Colleague[]][] = []
  for (const { code } of towns) {
    const held = staff.filter(one => one.memberships.some(({ town, office }) => town === code && office !== null))
    const isHead = (one: (typeof staff)[number]) => one.memberships.some(({ role }) => role === 'supervisor')
    const sorted = [...held.filter(isHead), ...held.filter(one => !isHead(one))]
    colleagues.push([
      code,
      await Promise.all(sorted.map(({ subject }) => signIn({ apiUrl, subject, journal, signal }))),
    ])
  }
  return {
    frontOffices: new Map(frontOffices),
    staff: new Map(colleagues),
    control: createControl(sandboxUrl),
    stumbled: what => {
      if (process.env['TEST_LOG']) process.stderr.write(`stumbled: ${what}\n`)
    },
  }
}
