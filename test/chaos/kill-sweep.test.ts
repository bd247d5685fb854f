import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Cast, createPlay } from '../../sandbox/chaos/play.ts'
import { createRandom } from '../../sandbox/chaos/random.ts'
import { type Compared, compareWithTemporal } from '../../sandbox/chaos/stale.ts'
import { type Story, tellStories } from '../../sandbox/chaos/stories.ts'
import { judge } from '../../sandbox/chaos/verdict.ts'
import { type Kept, keep } from './support/programs.ts'
import { setStage, type Stage } from './support/stage.ts'

let stage: Stage
let cast: Cast
let running: Kept[] = []
/** Each point that somebody has died at is a file in it. */
let graves: string

/** Before it has sent or committed anything, a work that dies has not begun; one that only reads leaves nothing either. */
const worthAKill = String.raw`^(?!api\.(get|list|status|health|stream|preview|count)).+/(transaction:(commit|end)|call:\w+|effect:\w+)#1$`

/** A dead worker is noticed in seconds, and its leases end soon after. */
const soon = { TEMPORAL_TASK_TIMEOUT_SECONDS: '3', ITER_LEASE_MARGIN_SECONDS: '2', ITER_RELAY_LEASE_SECONDS: '5' }

/** While one of them is dead the others go on: a point that is passed for the first time kills one of them only. */
const programs = ['worker', 'worker', 'worker', 'relay', 'relay', 'server'] as const

const begun = Date.now()
const note = (text: string) => {
  if (process.env['TEST_LOG']) process.stderr.write(`${((Date.now() - begun) / 1000).toFixed(1)} s ${text}\n`)
}

/** All points take some four minutes; where that takes far longer, those that have been met must do. */
const isEnough = () => readdirSync(graves).length >= 60 && Date.now() - begun > 480_000

beforeAll(async () => {
  stage = await setStage({ moneyEverySeconds: 10 })
  graves = join(stage.dataDir, 'fail-points')
  mkdirSync(graves)
  const armed = () => (isEnough() ? {} : { ITER_FAIL_POINT: `each ${graves} ${worthAKill}` })
  running = programs.map(name =>
    keep(name, {
      env: () => ({ ...stage.envOf(name), ...soon, DATABASE_CONNECTIONS: '8', ...armed() }),
      told: point => note(`a ${name} died at ${point}`),
    }),
  )
}, 300_000)

afterAll(async () => {
  await Promise.all(running.map(one => one.stop()))
  await stage.close()
}, 120_000)

test('killed once at every point of the effect code: nothing lost, doubled, stuck or stale', async () => {
  // Far more than it takes: what hangs is named by the verdict.
  const over = AbortSignal.timeout(1_500_000)
  cast = await stage.cast(over)
  const play = createPlay(cast)
  const stories = oneOfEach(7)
  await play.run(stories, { everyMs: 500, signal: over })
  note(`${stories.length} stories are over`)

  const compared = await atRest(over)
  const verdict = judge({ stories, played: play.played, effects: await cast.control.effects(), compared })
  const died = readdirSync(graves).toSorted()
  note(`died at ${died.length} points: ${died.join(', ')}`)
  expect({ ...verdict, words: verdict.asPredicted < stories.length ? wordsOfPrograms() : '' }).toEqual({
    started: stories.length,
    asPredicted: stories.length,
    lost: [],
    doubled: [],
    stuck: [],
    stale: [],
    words: '',
  })
  expect(died.length).toBeGreaterThanOrEqual(60)
  // At each kind of point; in each program and on each platform, unless the machine was too slow for all of them.
  for (const kind of ['transaction:commit', 'transaction:end', 'call:send', 'call:answer', 'effect:intent'])
    expect(died.filter(point => point.includes(` ${kind}#`))).not.toEqual([])
  const works = ['api.', 'relay.', 'register.', 'anpr.', 'pagopa.', 'io.', 'case.']
  for (const work of isEnough() ? [] : works) expect(died.filter(point => point.startsWith(work))).not.toEqual([])
}, 1_700_000)

/** Somebody may have died a moment ago: what is shown is compared when it has come to rest. */
async function atRest(over: AbortSignal): Promise<Compared> {
  const end = AbortSignal.any([over, AbortSignal.timeout(120_000)])
  for (;;) {
    const compared = await compareWithTemporal(stage.installation)
    const isSame = compared.stale.size === 0 && compared.withoutWorkflow.length === 0
    if (isSame || end.aborted) return compared
    await pause(1_000)
  }
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

function wordsOfPrograms(): string {
  return running
    .map(one => `${one.name} was started ${one.starts()} times and said last: ${one.lastWords()}`)
    .join('\n')
}
