import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'

/** True while a process with this id exists (also when it belongs to someone else). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The command line of a process, '' when it is gone. Guards against a process id that was given to another program. */
export function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

/** Remembers a child's process id in a file, so that a later start can clear what a `kill -9` left behind. */
export function rememberPid(file: string, pid: number): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, String(pid))
}

/** The process id in the file if that process lives and its command line contains `marker`. */
export function livingPid(file: string, marker: string): number | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  const pid = Number(text.split('\n')[0])
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && commandOf(pid).includes(marker) ? pid : null
}

/** Ends what an earlier, killed run left behind: first asks, then kills. */
export async function endLeftover(file: string, marker: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const pid = livingPid(file, marker)
  if (pid !== null) await endProcess(pid, signal)
  rmSync(file, { force: true })
}

/** Sends `signal`, waits up to `patienceMs`, then SIGKILL. */
export async function endProcess(pid: number, signal: NodeJS.Signals, patienceMs = 8_000): Promise<void> {
  tryKill(pid, signal)
  const until = Date.now() + patienceMs
  while (isAlive(pid) && Date.now() < until) await pause(50)
  if (isAlive(pid)) tryKill(pid, 'SIGKILL')
  while (isAlive(pid) && Date.now() < until + 2_000) await pause(50)
}

/** A port of the loopback interface that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

/** True when something already listens on this port of the loopback interface. */
export function portInUse(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(true))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)))
  })
}

export function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

function tryKill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone already.
  }
}
