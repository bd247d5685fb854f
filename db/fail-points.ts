import { AsyncLocalStorage } from 'node:async_hooks'
import { writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

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

/** What is to be done at a passing. */
type Armed = (name: string) => 'go-on' | 'tell' | 'die'

const passing = new AsyncLocalStorage<Passing>()
let armed: Armed | null = null

/**
 * Reads ITER_FAIL_POINT, for rehearsals of crashes, refused elsewhere:
 * - a comma separated list of `<work>/<point>#<n>`: this process kills itself (SIGKILL) when the work passes the point for the n-th time;
 * - `each <folder> <pattern>`: at every such name that matches the pattern, once for all processes that were given the folder, in which each leaves
 *   a file of its name;
 * - `tell`: only writes the points passed to standard error.
 */
export function armFailPoints(text: string | undefined, isRehearsal: boolean): void {
  if (text === undefined || text === '') return
  if (!isRehearsal) throw new Error('ITER_FAIL_POINT kills the process on purpose: only where ITER_REHEARSAL is true')
  armed = readArmed(text)
}

function readArmed(text: string): Armed {
  if (text === 'tell') return () => 'tell'
  const [, folder, pattern] = /^each (\S+) (\S+)$/.exec(text) ?? []
  if (folder !== undefined && pattern !== undefined) return atEach(folder, new RegExp(pattern))
  const names = new Set(text.split(',').map(name => name.trim()))
  const wrong = [...names].find(name => !isKnown(name))
  if (wrong !== undefined) throw new Error(`ITER_FAIL_POINT: "${wrong}" is not <work>/<point>#<n>`)
  return name => (names.has(name) ? 'die' : 'go-on')
}

function atEach(folder: string, pattern: RegExp): Armed {
  return name => (pattern.test(name) && isFirst(join(folder, name.replace('/', ' '))) ? 'die' : 'go-on')
}

/** Whoever makes the file dies there; all others have it behind them. */
function isFirst(file: string): boolean {
  try {
    writeFileSync(file, '', { flag: 'wx' })
    return true
  } catch {
    return false
  }
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

function pass(decide: Armed, point: FailPoint): void {
  const current = passing.getStore()
  if (current === undefined) return
  const times = (current.passed.get(point) ?? 0) + 1
  current.passed.set(point, times)
  const name = `${current.work}/${point}#${times}`
  const what = decide(name)
  if (what === 'go-on') return
  // Written at once: what is buffered dies with the process.
  writeSync(2, `fail point ${name}\n`)
  if (what === 'die') process.kill(process.pid, 'SIGKILL')
}

function isKnown(name: string): boolean {
  const [, point, times] = /^[A-Za-z.]+\/([a-z]+:[a-z]+)#(\d+)$/.exec(name) ?? []
  return failPoints.some(known => known === point) && Number(times) > 0
}
