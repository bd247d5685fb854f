import { AsyncLocalStorage } from 'node:async_hooks'
import { writeSync } from 'node:fs'

/**
 * Where a process that acts on the outside can be cut off with different consequences: before and after each thing that outlives it (a
 * transaction, a call, an answer to who asked). Between two of them a crash is the same crash.
 */
export const failPoints = [
  'work:begin',
  'transaction:begin',
  'transaction:commit',
  'transaction:end',
  'effect:intent',
  'effect:called',
  'effect:settled',
  'call:send',
  'call:answer',
  'work:end',
] as const

export type FailPoint = (typeof failPoints)[number]

/** One piece of work, as far as it has got: which points it has passed, and how often. */
interface Passing {
  work: string
  passed: Map<FailPoint, number>
}

interface Armed {
  /** Null tells every passing instead of killing at some. */
  deadly: ReadonlySet<string> | null
}

const passing = new AsyncLocalStorage<Passing>()
let armed: Armed | null = null

/**
 * Reads ITER_FAIL_POINT: a comma separated list of `<work>/<point>#<n>`, at each of which this process kills itself (SIGKILL) when the work passes the
 * point for the n-th time; or `tell`, which only writes the points passed to standard error. For rehearsals of crashes, refused elsewhere.
 */
export function armFailPoints(text: string | undefined, isRehearsal: boolean): void {
  if (text === undefined || text === '') return
  if (!isRehearsal) throw new Error('ITER_FAIL_POINT kills the process on purpose: only where ITER_REHEARSAL is true')
  if (text === 'tell') {
    armed = { deadly: null }
    return
  }
  const names = text.split(',').map(name => name.trim())
  const wrong = names.find(name => !isKnown(name))
  if (wrong !== undefined) throw new Error(`ITER_FAIL_POINT: "${wrong}" is not <work>/<point>#<n>`)
  armed = { deadly: new Set(names) }
}

/** Runs one piece of work under the name that its points carry. Costs nothing unless the process was armed. */
export function asWork<T>(work: string, run: () => Promise<T>): Promise<T> {
  if (armed === null) return run()
  return passing.run({ work, passed: new Map() }, async () => {
    failPoint('work:begin')
    try {
      return await run()
    } finally {
      failPoint('work:end')
    }
  })
}

/** A place where the process may be told to die. */
export function failPoint(point: FailPoint): void {
  if (armed !== null) pass(armed, point)
}

function pass({ deadly }: Armed, point: FailPoint): void {
  const current = passing.getStore()
  if (current === undefined) return
  const times = (current.passed.get(point) ?? 0) + 1
  current.passed.set(point, times)
  const name = `${current.work}/${point}#${times}`
  if (deadly !== null && !deadly.has(name)) return
  // Written at once: what is buffered dies with the process.
  writeSync(2, `fail point ${name}\n`)
  if (deadly !== null) process.kill(process.pid, 'SIGKILL')
}

function isKnown(name: string): boolean {
  const [, point, times] = /^[A-Za-z.]+\/([a-z]+:[a-z]+)#(\d+)$/.exec(name) ?? []
  return failPoints.some(known => known === point) && Number(times) > 0
}
