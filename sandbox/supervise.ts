import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endProcess, pause, rememberPid } from './process.ts'

export interface Program {
  name: string
  /** Compiled entry point under dist/. */
  entry: string
  env: Record<string, string>
}

export interface Supervised {
  stop(): Promise<void>
}

const parentWatch = fileURLToPath(new URL('./with-parent.js', import.meta.url))
const dist = fileURLToPath(new URL('..', import.meta.url))
const waits = [500, 1_000, 2_000, 5_000, 10_000]

/**
 * Runs a program as a child of its own process group and starts it again whenever it ends unasked.
 * Its words go to `logs/<name>.log` in the data folder.
 */
export function supervise(program: Program, dataDir: string, say: (line: string) => void): Supervised {
  let isStopping = false
  let child: ChildProcess | null = null
  const loop = (async () => {
    for (let falls = 0; !isStopping; falls += 1) {
      const startedAt = Date.now()
      child = launch(program, dataDir)
      const code = await ended(child)
      if (isStopping) return
      // A program that ran for a while starts counting anew.
      if (Date.now() - startedAt > 60_000) falls = 0
      const log = join(dataDir, 'logs', `${program.name}.log`)
      if (falls < 4) say(`${program.name} ended (${code}); starting it again. Its log: ${log}`)
      await pause(waits[Math.min(falls, waits.length - 1)] ?? 10_000)
    }
  })()
  const stop = async () => {
    isStopping = true
    if (child?.pid !== undefined && child.exitCode === null) await endProcess(child.pid, 'SIGTERM', 10_000)
    await loop
  }
  return { stop }
}

function launch(program: Program, dataDir: string): ChildProcess {
  mkdirSync(join(dataDir, 'logs'), { recursive: true })
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', parentWatch, join(dist, program.entry)], {
    cwd: join(dist, '..'),
    detached: true,
    env: { ...process.env, ...program.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const log = createWriteStream(join(dataDir, 'logs', `${program.name}.log`), { flags: 'a' })
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  child.once('exit', () => log.end())
  if (child.pid !== undefined) rememberPid(join(dataDir, 'run', `${program.name}.pid`), child.pid)
  return child
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
}
