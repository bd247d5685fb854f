import { setTimeout as pause } from 'node:timers/promises'
import { compareWithTemporal } from '../../sandbox/chaos/stale.ts'
import { createPlay } from '../../sandbox/chaos/play.ts'
import { createRandom } from '../../sandbox/chaos/random.ts'
import { type Story, tellStories } from '../../sandbox/chaos/stories.ts'
import { judge } from '../../sandbox/chaos/verdict.ts'
import { type Kept, keep, type ProgramName } from './support/programs.ts'
import { setStage, type Stage } from './support/stage.ts'

jest.setTimeout(900_000)

let stage: Stage
const running: Kept[] = []

beforeAll(async () => {
  stage = await setStage()
}, 120_000)

afterAll(async () => {
  await Promise.all(running.map(one => one.stop()))
  await stage.close()
}, 60_000)

/** A dead worker is noticed in seconds, and its leases end soon after. */
const soon = { TEMPORAL_TASK_TIMEOUT_SECONDS: '3', ITER_LEASE_MARGIN_SECONDS: '2', ITER_RELAY_LEASE_SECONDS: '5' }
const note = (text: string) => {
  if (process.env['TEST_LOG']) process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)
}

/** What acts on the outside or on our own records; reading does not. */
const acting = /^(?!api\.(get|list|status|health|stream))/

test('killed at every point of the effect code in turn: nothing lost, nothing doubled', async () => {
  const over = AbortSignal.timeout(800_000)
  const passed = new Set<string>()
  // First the stories as they go when nothing happens: that tells which points there are.
  const rehearsal = start(
    () => 'tell',
    point => acting.test(point) && passed.add(point),
  )
  const cast = await stage.cast(over)
  const play = createPlay(cast)
  const first = oneOfEach(7)
  await play.run(first, { everyMs: 20, signal: over })
  await Promise.all(rehearsal.map(one => one.stop()))
  const points = [...passed].filter(isWorthAKill)
  note(`${first.length} stories passed ${passed.size} points; to die at ${points.length}: ${points.join(' ')}`)
  expect(points.length).toBeGreaterThanOrEqual(60)

  // Then again, each process dying at the first of the points left that it comes to.
  const left = new Set(points)
  const died: string[] = []
  // Workers share the points out: all would die at the same one, and the cases wait for that.
  const workers = ['worker', 'worker', 'worker', 'worker'] as const
  const isMineOf = (name: ProgramName, nth: number, point: string) =>
    name !== 'worker' || points.indexOf(point) % workers.length === nth
  running.push(
    ...start(
      (name, nth) => [...left].filter(point => isMineOf(name, nth, point)).join(','),
      point => {
        left.delete(point)
        died.push(point)
        note(`died at ${point}; ${left.size} left`)
      },
      [...workers, 'relay', 'server'],
    ),
  )
  const stories = [...first]
  for (let round = 1; left.size > 0 && round < 8; round += 1) {
    const next = oneOfEach(round * 100)
    stories.push(...next)
    await play.run(next, { everyMs: 20, signal: over })
    note(`round ${round} is over: ${[...left].join(' ')} left`)
    await pause(500)
  }
  const [compared, effects] = [await compareWithTemporal(stage.installation), await cast.control.effects()]
  const verdict = judge({ stories, played: play.played, effects, compared })
  expect(verdict).toEqual({
    started: stories.length,
    asPredicted: stories.length,
    lost: [],
    doubled: [],
    stuck: [],
    stale: [],
  })
  expect([...left]).toEqual([])
  expect(new Set(died).size).toBeGreaterThanOrEqual(60)
})

/** Each with the points it is to die at, by its name and its place among the programs. */
function start(
  points: (name: ProgramName, nth: number) => string,
  told: (point: string) => void,
  names: readonly ProgramName[] = ['worker', 'relay', 'server'],
): Kept[] {
  return names.map((name, nth) => {
    const env = () => ({ ...stage.envOf(name), ...soon, ITER_FAIL_POINT: points(name, nth) })
    return keep(name, { env, told })
  })
}

/** Before it has sent or committed anything, a work that dies has not begun; what it does again at a later passing is cut off there as at the first. */
function isWorthAKill(point: string): boolean {
  return /\/(transaction:commit|transaction:end|call:\w+|effect:\w+)#1$/.test(point)
}

/** Every end that a request may come to, in a town that pays and in one that does not. */
function oneOfEach(seed: number): Story[] {
  const found = new Map<string, Story>()
  for (const story of tellStories(createRandom(seed), { cases: 300, run: seed.toString(16) })) {
    const kind = `${story.end} ${story.pays}`
    if (!found.has(kind)) found.set(kind, story)
  }
  return [...found.values()]
}
