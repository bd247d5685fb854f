import { randomUUID } from 'node:crypto'

import { startApi } from '../server/api.ts'
import type { Answer, Api, Browser } from '../server/api.ts'
import { publishSample } from '../server/procedure.ts'
import { aMarkedTown, requestOf } from './fifty-towns.ts'
import type { Town } from './fifty-towns.ts'
import { deeds, diceOf } from './town-life.ts'
import { createWatch } from './watch.ts'

jest.setTimeout(240_000)

const seed = Number(process.env['TENANCY_SEED'] ?? 20_261_122)
const turnsOfEach = Number(process.env['TENANCY_TURNS'] ?? 10)

let api: Api
let towns: Town[]
const watch = createWatch()
const wrong: string[] = []

beforeAll(async () => {
  api = await startApi()
  // Nobody answers for the cases here: what is asked is on its way at once.
  const { answers } = api.deps
  api.deps.answers = { wait: () => Promise.resolve(null), stop: () => answers.stop() }
  await publishSample(api.database)
  towns = []
  for (let from = 0; from < 50; from += 5)
    towns.push(...(await Promise.all([0, 1, 2, 3, 4].map(step => aMarkedTown(api, from + step)))))
})
afterAll(() => api.stop())

const ids = () => towns.map(town => town.id)

interface Followed {
  heard(): number
  stop(): Promise<void>
}

/** Follows the live events of somebody until told to stop. */
async function follow(who: Browser, name: string, mine: number[]): Promise<Followed> {
  const ending = new AbortController()
  const response = await fetch(`${api.origin}/api/v1/events`, {
    headers: { Cookie: who.cookie, 'Last-Event-ID': '1-1' },
    signal: ending.signal,
  })
  let text = ''
  const reading = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true })
  })().catch(() => undefined)
  return {
    heard: () => text.split('event: change').length - 1,
    stop: async () => {
      ending.abort()
      await reading
      watch.look(name, text, mine)
    },
  }
}

/** Events follow the writes by a moment, longer on a machine that has much to do. */
async function untilHeard(streams: readonly Followed[]): Promise<void> {
  for (let tries = 0; tries < 300 && streams.some(one => one.heard() < 3); tries += 1)
    await new Promise(resolve => setTimeout(resolve, 100))
}

/** The day of one town: some things, one after the other, among them what is given up half way. */
async function live(mine: Town, keys: readonly string[], cursors: Map<string, string[]>): Promise<void> {
  const dice = diceOf(seed + mine.index)
  for (let turn = 0; turn < turnsOfEach; turn += 1) {
    const [name, deed] = dice.pick(Object.entries(deeds))
    const theirs = dice.pick(towns.filter(town => town !== mine))
    const given = { api, dice, mine, theirs, keys, cursors }
    const answer = await deed.run(given)
    watch.look(name, answer.text, [mine.index])
    if (isWrong(answer, deed.status))
      wrong.push(`${name} of town ${mine.index}: ${answer.status} ${answer.text.slice(0, 200)}`)
    if (name === 'listCases' && answer.status === 200 && answer.body.counts.total > mine.attempts)
      wrong.push(`${answer.body.counts.total} cases are counted for town ${mine.index}, which filed ${mine.attempts}`)
    if (dice.below(5) === 0) await giveUp(mine, dice.below(12))
  }
}

const isWrong = ({ status }: Answer, wanted: number | undefined): boolean =>
  status >= 500 || (wanted !== undefined && status !== wanted && !isSameKey(status))

/** The same key for another request is refused; of what was decided, each town decides for itself. */
const isSameKey = (status: number): boolean => status === 422

/** Asks for something that writes and something that reads, and hangs up meanwhile. */
async function giveUp(mine: Town, milliseconds: number): Promise<void> {
  mine.attempts += 1
  const init = {
    method: 'POST',
    signal: AbortSignal.timeout(milliseconds),
    headers: {
      Authorization: `Bearer ${mine.token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
    },
    body: JSON.stringify({ procedure: 'canteen-enrolment', request: requestOf(mine.index) }),
  }
  const read = { headers: { Cookie: mine.clerk.cookie }, signal: AbortSignal.timeout(milliseconds) }
  await Promise.allSettled([
    fetch(`${api.origin}/api/v1/cases`, init),
    fetch(`${api.origin}/api/v1/cases?limit=100`, read),
    fetch(`${api.origin}/api/v1/audit.csv?municipality=${mine.id}`, {
      ...read,
      headers: { Cookie: mine.administrator.cookie },
    }),
  ])
}

it(`fifty towns at once see nothing of each other (seed ${seed})`, async () => {
  const keys = Array.from({ length: 6 }, () => randomUUID())
  const cursors = new Map<string, string[]>()
  const followed = towns.filter((_, index) => index % 7 === 0)
  const streams = await Promise.all(followed.map(town => follow(town.clerk, 'events', [town.index])))
  await Promise.all(towns.map(town => live(town, keys, cursors)))
  await untilHeard(streams)
  await Promise.all(streams.map(one => one.stop()))
  expect(streams.filter(one => one.heard() < 3)).toEqual([])
  expect(wrong).toEqual([])
  expect(await watch.foreign(api.database, ids())).toEqual([])
  const looked = watch.looked()
  expect(Object.keys(deeds).filter(name => looked[name] === undefined)).toEqual([])
})

it('whoever works for three towns sees these three', async () => {
  const mine = [3, 17, 42]
  const operator = await api.signIn(...mine.map(index => ({ role: 'operator' as const, town: towns[index]!.id })))
  const paths = ['cases?limit=100', 'incidents?limit=100', 'incident-groups', 'audit?limit=100', 'municipalities']
  const seen = createWatch()
  for (const path of [...paths, 'procedures', 'session']) {
    const answer = await operator.get(`/api/v1/${path}`)
    expect([path, answer.status]).toEqual([path, 200])
    seen.look(path, answer.text, mine)
  }
  const found = await operator.send('POST', '/api/v1/cases/search', { q: 'MENSA-2026-0', limit: 100 })
  seen.look('search', found.text, mine)
  expect(await seen.foreign(api.database, ids())).toEqual([])
  const cases = await operator.get('/api/v1/cases?limit=200')
  expect(new Set(cases.body.items.map((row: { municipality: { id: string } }) => row.municipality.id))).toEqual(
    new Set(mine.map(index => towns[index]!.id)),
  )
})

it('each town holds what was filed in it, all of it marked as its own', async () => {
  for (const town of towns) {
    const { body } = await town.supervisor.get('/api/v1/cases?limit=200')
    const { rows } = await api.database.asSuperuser(
      `select count(*)::int as count, count(*) filter (where document::text like $2)::int as marked
       from case_view where municipality_id = $1`,
      [town.id, `%${town.marker}%`],
    )
    expect([town.index, body.counts.total, rows[0].marked]).toEqual([town.index, rows[0].count, rows[0].count])
    expect(rows[0].count).toBeLessThanOrEqual(town.attempts)
  }
})

it('the watch can find something: another town’s answer is noticed by text, number and id', async () => {
  const seen = createWatch()
  const { text } = await towns[5]!.clerk.get(`/api/v1/cases/${towns[5]!.cases[0]}`)
  seen.look('a page', text, [6])
  const found = (await seen.foreign(api.database, ids())).map(one => one.what)
  expect(found).toEqual(expect.arrayContaining(['town 5 to 6', `id ${towns[5]!.cases[0]} to 6`]))
})
