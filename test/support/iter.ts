import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { portInUse } from '../../sandbox/process.ts'

const root = resolve(__dirname, '..', '..')

/** Iter as `npm start` brings it up, on ports and a data folder of its own. */
export interface RunningIter {
  consoleUrl: string
  sandboxUrl: string
  dataDir: string
  /** Everything that was printed so far. */
  printed(): string
  /** As Ctrl-C does. */
  stop(): Promise<number | null>
  /** `kill -9` of the whole process group. */
  kill(): Promise<void>
}

/** A data folder that the database's own account can reach, also when the tests run as root. */
export function freshDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'iter-e2e-'))
  chmodSync(folder, 0o755)
  return folder
}

export function removeDataDir(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

/** Resolves when Iter has printed its welcome; throws what it printed when it ends before. */
export async function startIter(dataDir: string, port: number): Promise<RunningIter> {
  const child = launchIter(dataDir, port)
  let printed = ''
  const keep = (chunk: Buffer) => (printed += chunk.toString())
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const ended = new Promise<number | null>(done => child.once('exit', done))
  const welcomed = new Promise<boolean>(resolve => {
    child.stdout?.on('data', () => {
      if (printed.includes('Iter is running')) resolve(true)
    })
  })
  const isUp = Promise.race([welcomed, ended.then(() => false)])
  if (!(await isUp)) throw new Error(`Iter did not start:\n${printed}`)
  return {
    consoleUrl: `http://127.0.0.1:${port}`,
    sandboxUrl: `http://127.0.0.1:${port + 1}`,
    dataDir,
    printed: () => printed,
    stop: () => {
      child.kill('SIGINT')
      return ended
    },
    kill: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await ended
    },
  }
}

/** Starts it and waits for its end: for starts that must be refused. */
export async function startAndEnd(dataDir: string, port: number): Promise<{ code: number | null; printed: string }> {
  const child = launchIter(dataDir, port)
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const code = await new Promise<number | null>(done => child.once('exit', done))
  return { code, printed }
}

/** Where the worker of an Iter on this port tells how it is doing. */
export const workerMetrics = (port: number): string => `http://127.0.0.1:${port + 11}/metrics`

/** A base port with eleven free ones after it. */
export async function freeRange(): Promise<number> {
  for (let base = 20_000 + (process.pid % 300) * 20; base < 60_000; base += 20) {
    const ports = Array.from({ length: 12 }, (_, index) => base + index)
    const taken = await Promise.all(ports.map(portInUse))
    if (!taken.includes(true)) return base
  }
  throw new Error('No range of free ports was found.')
}

function launchIter(dataDir: string, port: number): ChildProcess {
  return spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    detached: true,
    env: {
      ...process.env,
      ITER_DATA_DIR: dataDir,
      ITER_PORT: String(port),
      WORKER_METRICS_ADDRESS: new URL(workerMetrics(port)).host,
      // Half the wait for a payment report.
      REPORTS_EVERY_SECONDS: '15',
      NODE_ENV: 'development',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
