import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { missingTo, seenBy } from '../../sandbox/chaos/check-end.ts'
import { createRandom } from '../../sandbox/chaos/random.ts'
import { type Colleague, signIn } from '../../sandbox/chaos/staff.ts'
import { type Story, tellStories } from '../../sandbox/chaos/stories.ts'
import { inLanes, workThrough } from '../../sandbox/chaos/town-hall.ts'
import { openJournal } from '../../sandbox/chaos/journal.ts'
import type { Fault } from '../../sandbox/platforms/faults.ts'
import { addTown, type FaultTown } from './support/fault-towns.ts'
import { type Kept, keep } from './support/programs.ts'
import { setStage, type Stage } from './support/stage.ts'

jest.setTimeout(900_000)

/** What the clerk is to read of a failure. */
interface Told {
  platform: string
  kind: 'unavailable' | 'unknown-outcome'
  /** What happened and what comes next, in the platform's own words. */
  says: RegExp
}

interface Row {
  name: string
  faults: { platform: string; fault: Fault }[]
  /** Incidents that come up, one for each platform; none when the step gets over it by itself. */
  incidents: Told[]
}

const outage = (platform: string, name: string): Told => ({
  platform,
  kind: 'unavailable',
  says: new RegExp(
    `^(${name} .*|Un tentativo precedente è ancora in corso): il passo riprende da solo|^La piattaforma non risponde`,
  ),
})
const outages = {
  register: outage('register', 'Il registro di protocollo'),
  anpr: outage('anpr', 'ANPR'),
  pagopa: outage('pagopa', 'pagoPA'),
  io: outage('io', 'IO'),
}
const toVerify: Told = {
  platform: 'io',
  kind: 'unknown-outcome',
  says: /verificare (se l['’]operazione è avvenuta|sulla piattaforma)/,
}

const one = (platform: string, fault: Fault, incidents: Told[] = []): Row => ({
  name: `${platform} ${fault.kind}${fault.call === undefined ? '' : ` (${fault.call})`}`,
  faults: [{ platform, fault }],
  incidents,
})

/** Each platform's one call that would be doubled by a careless repetition. */
const effects = { register: 'register.create', anpr: 'anpr.C025', pagopa: 'pagopa.createPosition' } as const

const rows: Row[] = [
  ...(['register', 'anpr', 'pagopa'] as const).flatMap(platform => [
    one(platform, { kind: 'down' }, [outages[platform]]),
    one(platform, { kind: 'error' }, [outages[platform]]),
    // Longer than the local lane waits, so that the answer comes to nobody.
    one(platform, { kind: 'slow', seconds: 7, times: 1, call: effects[platform] }),
    one(platform, { kind: 'rate-limited', seconds: 1, times: 3 }),
    one(platform, { kind: 'answer-lost', times: 1, call: effects[platform] }),
    one(platform, { kind: 'malformed', times: 1, call: effects[platform] }),
  ]),
  one('pagopa', { kind: 'duplicate-callback' }),
  one('io', { kind: 'down' }, [outages.io]),
  one('io', { kind: 'error' }, [outages.io]),
  one('io', { kind: 'rate-limited', seconds: 1, times: 2 }),
  ...(['down', 'error', 'answer-lost', 'malformed'] as const).map(kind =>
    one('io', { kind, times: 1, call: 'io.createMessage' }, [toVerify]),
  ),
  one('io', { kind: 'slow', seconds: 23, times: 1, call: 'io.createMessage' }, [toVerify]),
  // The provider is not asked again once the parent has signed in.
  one('spid', { kind: 'down' }),
  {
    name: 'every platform down',
    faults: Object.keys(outages).map(platform => ({ platform, fault: { kind: 'down' } as const })),
    incidents: Object.values(outages),
  },
  {
    name: 'every answer lost once',
    faults: [...Object.entries(effects), ['io', 'io.createMessage'] as const].map(([platform, call]) => ({
      platform,
      fault: { kind: 'answer-lost', times: 1, call } as const,
    })),
    incidents: [toVerify],
  },
]

let stage: Stage
let programs: Kept[] = []
let clerk: Colleague
let towns: FaultTown[] = []
const over = AbortSignal.timeout(800_000)
const giveUpAt = Date.now() + 600_000
const cases = new Map<string, { row: Row; town: FaultTown; story: Story; read: Incident[] }>()

const incidentList = z.object({
  items: z.array(
    z.object({
      caseId: z.string(),
      incidentId: z.string(),
      platform: z.string().nullable(),
      kind: z.string(),
      message: z.string(),
      touched: z.boolean(),
      heals: z.boolean(),
      raisedAt: z.string(),
      resolvedAt: z.string().nullable(),
      allowed: z.array(z.string()),
    }),
  ),
})
type Incident = z.output<typeof incidentList>['items'][number]

beforeAll(async () => {
  stage = await setStage()
  programs = (['worker', 'relay', 'server'] as const).map(name =>
    keep(name, { env: () => stage.envOf(name), told: () => {} }),
  )
  towns = await Promise.all(rows.map((_, index) => addTown(stage, index, over)))
  const journal = openJournal(`${stage.dataDir}/clerk.jsonl`)
  clerk = await signIn({ apiUrl: stage.apiUrl, subject: 'm.ferri', journal, signal: over })
  await inLanes(4, [...rows.keys()], index => begin(rows[index], towns[index]))
  await untilOver()
}, 850_000)

afterAll(async () => {
  await Promise.all(programs.map(program => program.stop()))
  await Promise.all(towns.map(town => town.close()))
  await stage.close()
}, 60_000)

describe.each(rows)('$name', row => {
  const found = () => {
    const [caseId, it] = [...cases].find(([, other]) => other.row === row) ?? []
    if (caseId === undefined || it === undefined) throw new Error('This story was not played.')
    return { caseId, ...it }
  }

  it('ends in one notice, one message, one credit and two protocol numbers', async () => {
    const { caseId, town, story } = found()
    const seen = await seenBy(clerk, caseId)
    expect(seen && missingTo(story, seen)).toEqual([])
    const effects = await town.control.effects()
    const count = (kind: string) => effects.filter(effect => effect.kind === kind).length
    const counted = { protocol: count('protocol'), position: count('position'), message: count('message') }
    expect(counted).toEqual({ protocol: 2, position: 1, message: 1 })
  })

  it('tells the clerk what happened, whether the outside was touched and what comes next', () => {
    const { read } = found()
    const platforms = [...new Set(read.map(incident => incident.platform ?? 'none'))].toSorted()
    expect(platforms).toEqual(row.incidents.map(told => told.platform).toSorted())
    for (const told of row.incidents) {
      const [incident] = read.filter(one => one.platform === told.platform)
      const heals = told.kind === 'unavailable'
      expect(incident).toMatchObject({ kind: told.kind, heals, message: expect.stringMatching(told.says) })
      // A call that got no answer may have arrived: nobody is told that it did not.
      expect(incident).toMatchObject({ touched: true })
      const mayRecord = incident?.allowed.includes('record-outcome')
      if (!heals) expect([mayRecord, incident?.allowed.includes('not-done')]).toEqual([true, true])
    }
  })

  it('was mended by nobody where it heals, and by a person where it does not', async () => {
    const { caseId } = found()
    const { body } = await clerk.get(`/incidents?caseId=${caseId}`)
    expect(incidentList.parse(body).items.filter(incident => incident.resolvedAt === null)).toEqual([])
    const audit = JSON.stringify((await clerk.get(`/cases/${caseId}/audit`)).body)
    expect(/record-outcome|not-done/.test(audit)).toBe(row.incidents.includes(toVerify))
    expect(audit).not.toContain('case.retry')
  })
})

async function begin(row: Row | undefined, town: FaultTown | undefined): Promise<void> {
  if (row === undefined || town === undefined) throw new Error('A town is missing.')
  for (const { platform, fault } of row.faults) await town.setFault(platform, fault)
  const story = { ...plainStory(), key: crypto.randomUUID() }
  const { id } = await town.frontOffice.file(story)
  cases.set(id, { row, town, story, read: [] })
}

/** Granted, paid and credited, for a child on the school's list, by a parent who is on IO: nobody has anything to check. */
function plainStory(): Story {
  const stories = tellStories(createRandom(1), { cases: 300, run: '0' })
  const found = stories.find(
    ({ end, applicant, request }) =>
      end === 'credited' && applicant.id === 'bianchi-chiara' && !JSON.stringify(request).includes('religious'),
  )
  if (found === undefined) throw new Error('No such story is told.')
  return { ...found, request: { ...found.request, school: { code: 'CREE80101', class: '2B' } } }
}

/** The clerk works, parents pay, and each platform comes back when its failure has been read. */
async function untilOver(): Promise<void> {
  const desk = {
    answered: new Set<string>(),
    storyOf: (caseId: string) => (mayWork(caseId) ? cases.get(caseId)?.story : undefined),
    onDecisionOpen: () => {},
    lookUp: async (caseId: string) => {
      // What came up since is read before it is acted on, and looked up when nothing can be on its way any more.
      await readIncidents()
      while (!mayWork(caseId)) await pause(500)
      const effects = (await cases.get(caseId)?.town.control.effects()) ?? []
      const message = effects.find(effect => effect.kind === 'message')
      return message === undefined ? null : { sent: true, messageId: message.id, reachedBy: 'io' }
    },
  }
  const ended = new Set<string>()
  for (;;) {
    await readIncidents()
    await workThrough(clerk, desk)
    for (const { town } of cases.values()) {
      for (const notice of await town.control.notices()) if (!notice.paid) await town.control.pay(notice.nav, false)
    }
    for (const caseId of cases.keys()) if (!ended.has(caseId) && (await isOver(caseId))) ended.add(caseId)
    // Whatever is not over by then is told by the tests, each by its own.
    if (ended.size === cases.size || Date.now() > giveUpAt) return
    await pause(1_000)
  }
}

/** Whoever verifies a message waits a moment: what was sent late may still be on its way. */
function mayWork(caseId: string): boolean {
  const last = cases.get(caseId)?.read.at(-1)
  return last === undefined || last.heals || Date.now() - Date.parse(last.raisedAt) > 5_000
}

/** The step that fails may be on its way still when the parent has paid long ago. */
async function isOver(caseId: string): Promise<boolean> {
  const met = cases.get(caseId)
  const seen = await seenBy(clerk, caseId)
  if (met === undefined || seen === null || missingTo(met.story, seen).length > 0) return false
  if (met.row.incidents.some(told => !met.read.some(one => one.platform === told.platform))) return false
  const { body } = await clerk.get(`/incidents?caseId=${caseId}`)
  return incidentList.parse(body).items.every(incident => incident.resolvedAt !== null)
}

async function readIncidents(): Promise<void> {
  const { status, body } = await clerk.get('/incidents?limit=100')
  if (status !== 200) return
  for (const incident of incidentList.parse(body).items) {
    const met = cases.get(incident.caseId)
    if (met === undefined || met.read.some(other => other.incidentId === incident.incidentId)) continue
    met.read.push(incident)
    if (incident.platform !== null) await met.town.clearFault(incident.platform)
  }
}
