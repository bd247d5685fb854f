import { type ChildProcess, spawn } from 'node:child_process'

const entries = { worker: 'worker/main.ts', relay: 'server/relay-main.ts', server: 'server/main.ts' } as const

/** When the tests are gone, killed or not, their programs end too. Threads load it as well and have no channel. */
const withParent = `data:text/javascript,${encodeURIComponent(
  `import { isMainThread } from 'node:worker_threads'
   if (isMainThread) { process.on('disconnect', () => process.exit(1)); process.channel?.unref() }`,
)}`

export type ProgramName = keyof typeof entries

/** A program that is started again whenever it ends. */
export interface Kept {
  stop: () => Promise<void>
}

interface Options {
  env: () => Record<string, string>
  /** A fail point that the program told of: passed, or died of. */
  told: (point: string) => void
}

/** Runs a program as a process of its own; `env` is asked anew at each start. */
export function keep(name: ProgramName, { env, told }: Options): Kept {
  let isStopping = false
  let child: ChildProcess | null = null
  const loop = (async () => {
    while (!isStopping) {
      child = launch(name, env(), told)
      const current = child
      await new Promise<void>(resolve => current.once('close', () => resolve()))
      // What cannot start is not tried without end at full speed.
      if (current.signalCode !== 'SIGKILL') await new Promise(resolve => setTimeout(resolve, 1_000))
    }
  })()
  return {
    stop: async () => {
      isStopping = true
      child?.kill('SIGKILL')
      await loop
    },
  }
}

function launch(name: ProgramName, env: Record<string, string>, told: Options['told']): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', withParent, entries[name]], {
    env: { ...process.env, NODE_ENV: 'development', NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', process.env['TEST_LOG'] ? 'inherit' : 'ignore', 'pipe', 'ipc'],
  })
  let rest = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('fail point ')) told(line.slice('fail point '.length))
      else if (process.env['TEST_LOG'] && line !== '') process.stderr.write(`${name}: ${line}\n`)
    }
  })
  return child
}
