import { join } from 'node:path'
import { migrate } from '../db/migrate.ts'
import { prepare } from '../db/prepare.ts'
import { ensureAuditKey } from './audit-key.ts'
import { seedDemo } from './demo/seed.ts'
import { startPostgres } from './postgres.ts'
import { pause, rememberPid } from './process.ts'
import { databaseUrls, programs } from './programs.ts'
import { checkPorts, endLeftovers, takeLock } from './run-lock.ts'
import { loadSecrets, startSettings, type StartSettings } from './settings.ts'
import { supervise, type Supervised } from './supervise.ts'
import { findTemporal } from './temporal/find.ts'
import { startTemporal } from './temporal/server.ts'
import { welcome } from './welcome.ts'

/** What was started, newest first: stopped in this order. */
const running: { name: string; stop: () => Promise<void> }[] = []
const say = (line: string): void => void process.stderr.write(`${line}\n`)
let isStopping = false

process.once('SIGINT', () => void shutDown(0))
process.once('SIGTERM', () => void shutDown(0))

try {
  await start(startSettings(process.env))
} catch (error) {
  say(`\nIter did not start.\n${explain(error)}`)
  await shutDown(1)
}

async function start(settings: StartSettings): Promise<void> {
  const unlock = takeLock(settings.dataDir)
  running.push({ name: 'lock', stop: () => Promise.resolve(unlock()) })
  await endLeftovers(settings.dataDir)
  await checkPorts(settings.ports)
  const secrets = loadSecrets(settings.dataDir)
  ensureAuditKey(settings.dataDir)
  const urls = databaseUrls(settings, secrets)
  const [, temporalAddress] = await Promise.all([
    database(settings, secrets.superuserPassword),
    settings.temporalAddress ?? temporal(settings),
  ])
  await prepare(urls.superuser, urls)
  await migrate(urls.owner)
  const [platforms, ...others] = programs(settings, secrets, urls, temporalAddress)
  if (!platforms || isStopping) return
  begin(supervise(platforms, settings.dataDir, say), platforms.name)
  await answers(`http://127.0.0.1:${settings.ports.sandbox}/healthz`, 'sandbox', settings)
  const demo = await seedDemo({ settings, urls, masterKey: secrets.masterKey, say })
  for (const program of others) begin(supervise(program, settings.dataDir, say), program.name)
  await answers(`${settings.publicUrl}/healthz/ready`, 'server', settings)
  await allUp(`${settings.publicUrl}/status`)
  if (!isStopping) process.stdout.write(welcome(settings, demo))
}

/** Starts the database and keeps it running: it is started again when it ends unasked. */
async function database(settings: StartSettings, password: string): Promise<void> {
  const options = { dataDir: join(settings.dataDir, 'postgres'), port: settings.ports.postgres, password }
  await keep('PostgreSQL', () => startPostgres(options))
}

async function temporal(settings: StartSettings): Promise<string> {
  const program = await findTemporal(say)
  const file = join(settings.dataDir, 'temporal.db')
  const { temporal: port, temporalUi: uiPort } = settings.ports
  await keep('The Temporal server', async () => {
    const server = await startTemporal({ program, port, uiPort, file })
    rememberPid(join(settings.dataDir, 'run', 'temporal.pid'), server.pid)
    return server
  })
  return `127.0.0.1:${port}`
}

interface Server {
  ended: Promise<void>
  stop(): Promise<void>
}

async function keep(name: string, launch: () => Promise<Server>): Promise<void> {
  let server = await launch()
  const watch = async (): Promise<void> => {
    for (;;) {
      await server.ended
      if (isStopping) return
      say(`${name} ended; starting it again.`)
      server = (await relaunch(name, launch)) ?? server
    }
  }
  void watch().catch(error => say(explain(error)))
  running.unshift({ name, stop: () => server.stop() })
}

/** However often that fails: what a killed server leaves behind may take its time to go. Null when all is being stopped. */
async function relaunch(name: string, launch: () => Promise<Server>): Promise<Server | null> {
  while (!isStopping) {
    await pause(1_000)
    try {
      return await launch()
    } catch (error) {
      say(`${name} did not start: ${explain(error)}`)
    }
  }
  return null
}

function begin(supervised: Supervised, name: string): void {
  running.unshift({ name, stop: () => supervised.stop() })
}

async function answers(url: string, name: string, settings: StartSettings): Promise<void> {
  for (let tries = 0; tries < 300 && !isStopping; tries += 1) {
    const isUp = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      response => response.ok,
      () => false,
    )
    if (isUp) return
    await pause(200)
  }
  if (!isStopping) throw new Error(`${name} does not answer. Its log: ${join(settings.dataDir, 'logs', `${name}.log`)}`)
}

/** Worker and relay need a moment longer than the server. A part that stays away is shown by /status and by its log, not by a start that fails. */
async function allUp(url: string): Promise<void> {
  for (let tries = 0; tries < 60 && !isStopping; tries += 1) {
    const response = await fetch(url)
    const { status }: { status: string } = JSON.parse(await response.text())
    if (status === 'ok') return
    await pause(250)
  }
}

async function shutDown(code: number): Promise<void> {
  if (isStopping) return
  isStopping = true
  if (running.length > 0) say('\nStopping ...')
  const [lock, ...others] = running.toReversed()
  // The programs end side by side, then the servers that they need.
  const isServer = (name: string): boolean => name === 'PostgreSQL' || name === 'The Temporal server'
  await Promise.all(others.filter(one => !isServer(one.name)).map(one => one.stop()))
  await Promise.all(others.filter(one => isServer(one.name)).map(one => one.stop()))
  await lock?.stop()
  if (code === 0) say('Stopped. Nothing is lost: npm start goes on where it was.')
  process.exit(code)
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}\n${explain(error.cause)}`
}
