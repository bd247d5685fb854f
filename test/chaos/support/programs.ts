import { type ChildProcess, spawn } from 'node:child_process'
import { bundledProgram, type ProgramName } from './bundled-programs.ts'

/** When the tests are gone, killed or not, their programs end too. Threads load it as well and have no channel. */
const withParent = `data:text/javascript,${encodeURIComponent(
  `import { isMainThread } from 'node:worker_threads'
   if (isMainThread) { process.on('disconnect', () => process.exit(1)); process.channel?.unref() }`,
)}`

/** A program that is started again whenever it ends. */
export interface Kept {
  name: ProgramName
  /** How often it was started. */
  starts: () => number
  /** What it wrote last, for whoever looks for a reason. */
  lastWords: () => string
  stop: () => Promise<void>
}

interface Options {
  env: () => Record<string, string>
  /** A fail point that the program told of: passed, or died of. */
  told?: (point: string) => void
}

/** Runs a program as a process of its own; `env` is asked anew at each start. */
export function keep(name: ProgramName, { env, told = () => {} }: Options): Kept {
  let isStopping = false
  let starts = 0
  let child: ChildProcess | null = null
  let words: string[] = []
  const hear = (line: string) => {
    if (line.startsWith('fail point ')) return told(line.slice('fail point '.length))
    words = [...words, line].slice(-20)
    if (process.env['TEST_LOG']) process.stderr.write(`${name}: ${line}\n`)
  }
  const loop = (async () => {
    const file = await bundledProgram(name)
    while (!isStopping) {
      starts += 1
      child = launch(file, env(), hear)
      const current = child
      await new Promise<void>(resolve => current.once('close', () => resolve()))
      // What cannot start is not tried without end at full speed.
      if (current.signalCode !== 'SIGKILL') await new Promise(resolve => setTimeout(resolve, 1_000))
    }
  })()
  return {
    name,
    starts: () => starts,
    lastWords: () => words.join('\n'),
    stop: async () => {
      isStopping = true
      child?.kill('SIGKILL')
      await loop
    },
  }
}

function launch(file: string, env: Record<string, string>, hear: (line: string) => void): ChildProcess {
  const child = spawn(process.execPath, ['--import', withParent, file], {
    env: { ...process.env, NODE_ENV: 'development', NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line !== '') hear(line)
    })
  }
  return child
}
