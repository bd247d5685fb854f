import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { staff } from '../demo/staff.ts'
import { readFrontOffice } from '../page/front-office.ts'
import { createControl } from './control.ts'
import { createFrontOffice } from './front-office.ts'
import { openJournal } from './journal.ts'
import { carryOut, planKills } from './killer.ts'
import { startOwnIter, type OwnIter } from './own-iter.ts'
import { type Cast, createPlay } from './play.ts'
import { createRandom } from './random.ts'
import { signIn } from './staff.ts'
import { compareWithTemporal } from './stale.ts'
import { tellStories } from './stories.ts'
import { judge, type Verdict } from './verdict.ts'

const usage = 'npm run chaos -- [--seed 1] [--cases 300] [--minutes 8] [--every 20]'
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    cases: { type: 'string', default: '300' },
    /** How long requests come and processes are killed; the rest is given as long again, and five minutes more, to end. */
    minutes: { type: 'string', default: '8' },
    /** Seconds between two kills, on average. */
    every: { type: 'string', default: '20' },
  },
})
const number = z.coerce.number().positive()
const options = z
  .object({ seed: z.coerce.number().int(), cases: number.int(), minutes: number, every: number })
  .safeParse(values)
if (!options.success) {
  say(`The arguments are not right: ${usage}`)
  process.exit(2)
}
process.exitCode = await run(options.data)

interface Options {
  seed: number
  cases: number
  minutes: number
  every: number
}

async function run({ seed, cases, minutes, every }: Options): Promise<number> {
  const again = `npm run chaos -- --seed ${seed} --cases ${cases} --minutes ${minutes} --every ${every}`
  say(`Chaos with seed ${seed}. The same stories and the same plan of kills again: ${again}`)
  const iter = await startOwnIter(say)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void iter.stop().then(() => process.exit(130)))
  const overall = AbortSignal.timeout(minutes * 120_000 + 300_000)
  const random = createRandom(seed)
  const stories = tellStories(random.fork(1), { cases, run: (seed >>> 0).toString(16) })
  const kills = planKills(random.fork(2), { forMs: minutes * 60_000, everyMs: every * 1_000 })
  try {
    const play = createPlay(await castOf(iter, overall))
    const begun = Date.now()
    const seconds = (): string => ((Date.now() - begun) / 1000).toFixed(1).padStart(6)
    const progress = setInterval(() => {
      const over = play.played.filter(one => one.missing.length === 0).length
      say(`${seconds()} s  ${play.played.length} accepted, ${over} ended as predicted`)
    }, 30_000)
    const killing = carryOut(kills, {
      dataDir: iter.dataDir,
      signal: overall,
      told: ({ victim }, pid) =>
        say(`${seconds()} s  kill -9 ${victim}${pid === null ? ': it was down already' : ` (${pid})`}`),
    })
    await play.run(stories, { everyMs: (minutes * 48_000) / cases, signal: overall })
    await killing
    clearInterval(progress)
    say(`${seconds()} s  all stories are over or out of time; comparing`)
    const compared = await compareWithTemporal(iter)
    const effects = await createControl(iter.sandboxUrl).effects()
    return report(judge({ stories, played: play.played, effects, compared }), { kills: kills.length, again, iter })
  } finally {
    await iter.stop()
  }
}

async function castOf(iter: OwnIter, signal: AbortSignal): Promise<Cast> {
  const { apiUrl, sandboxUrl, dataDir } = iter
  const journal = openJournal(join(dataDir, 'client-journal.jsonl'))
  const towns = readFrontOffice(join(dataDir, 'sandbox'))?.towns ?? []
  const offices = towns.map(town => createFrontOffice({ apiUrl, sandboxUrl, town, journal, signal }))
  const colleagues = new Map(
    await Promise.all(
      towns.map(async town => {
        const workers = staff.filter(one =>
          one.memberships.some(held => held.town === town.code && held.office !== null),
        )
        // Supervisors first: they see every case of their town.
        const supervising = (one: (typeof staff)[number]) =>
          one.memberships.some(held => held.town === town.code && held.role === 'supervisor') ? 0 : 1
        const sorted = workers.toSorted((left, right) => supervising(left) - supervising(right))
        const signedIn = await Promise.all(sorted.map(({ subject }) => signIn({ apiUrl, subject, journal, signal })))
        return [town.code, signedIn] as const
      }),
    ),
  )
  const told = new Set<string>()
  return {
    frontOffices: new Map(towns.map((town, index) => [town.code, offices[index] ?? missing(town.code)])),
    staff: colleagues,
    control: createControl(sandboxUrl),
    stumbled: what => {
      if (!told.has(what)) say(`         a player stumbled: ${what.slice(0, 300)}`)
      told.add(what)
    },
  }
}

function missing(code: string): never {
  throw new Error(`No front office of ${code}.`)
}

function report(verdict: Verdict, { kills, again, iter }: { kills: number; again: string; iter: OwnIter }): number {
  const { started, asPredicted, lost, doubled, stuck, stale } = verdict
  for (const [what, which] of Object.entries({ lost, doubled, stuck, stale }))
    for (const one of which) say(`  ${what}: ${one}`)
  say(`started ${started}, ended as predicted ${asPredicted}, kills ${kills}`)
  say(`lost ${lost.length}, doubled ${doubled.length}, stuck ${stuck.length}, stale on the screen ${stale.length}`)
  const isGood = asPredicted === started && [lost, doubled, stuck, stale].every(one => one.length === 0)
  if (!isGood) say(`Data, logs and the client's journal: ${iter.dataDir}. Again: ${again}`)
  return isGood ? 0 : 1
}
