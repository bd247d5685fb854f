import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { pause } from '../process.ts'

export interface TemporalOptions {
  program: string
  port: number
  /** Port of Temporal's own UI; null starts none. */
  uiPort: number | null
  /** File of the server's database; null keeps everything in memory (tests). */
  file: string | null
}

export interface RunningTemporal {
  pid: number
  address: string
  ended: Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a Temporal dev server on loopback: WAL and NORMAL make its file twice as fast as the defaults,
 * fairness keeps one town from delaying another, time skipping is for rehearsal.
 */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port), '--log-level', 'error']
  args.push(...(options.uiPort === null ? ['--headless'] : ['--ui-port', String(options.uiPort)]))
  if (options.file !== null) {
    args.push('--db-filename', options.file, '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=1')
  }
  args.push('--dynamic-config-value', 'matching.enableFairness=true')
  args.push('--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true')
  const child = spawn(options.program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  const keep = (chunk: Buffer) => (log = (log + chunk.toString()).slice(-8_000))
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  let isOver = false
  const ended = new Promise<void>(resolve => {
    const over = () => {
      isOver = true
      resolve()
    }
    child.once('exit', over)
    child.once('error', error => {
      log += String(error)
      over()
    })
  })
  for (let tries = 0; !(await answers(options.port)); tries += 1) {
    if (isOver || tries > 300)
      throw new Error(`The Temporal server does not start. It says:\n${log.trim().slice(-1_500)}`)
    await pause(100)
  }
  if (child.pid === undefined) throw new Error('The Temporal server has no process id.')
  const stop = async () => {
    child.kill('SIGTERM')
    const kill = setTimeout(() => child.kill('SIGKILL'), 8_000)
    await ended
    clearTimeout(kill)
  }
  return { pid: child.pid, address: `127.0.0.1:${options.port}`, ended, stop }
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
