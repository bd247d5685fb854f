import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { missingTo, seenBy } from '../../sandbox/chaos/check-end.ts'
import { createRandom } from '../../sandbox/chaos/random.ts'
import { type Colleague, signIn } from '../../sandbox/chaos/staff.ts'
import { type Story, tellStories } from '../../sandbox/chaos/stories.ts'
import { workThrough } from '../../sandbox/chaos/town-hall.ts'
import { openJournal } from '../../sandbox/chaos/journal.ts'
import type { Fault } from '../../sandbox/platforms/faults.ts'
import { addTown, type FaultTown } from './support/fault-towns.ts'
import { type Kept, keep } from './support/programs.ts'
import { setStage, type Stage } from './support/stage.ts'

jest.setTimeout(60_000)

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

/** Those that wait longest come first. */
const rows: Row[] = [
  // Longer than a call to IO may last, so that it arrives when nobody waits for its answer any more.
  one('io', { kind: 'slow', seconds: 23, times: 1, call: 'io.createMessage' }, [toVerify]),
  ...(['down', 'error', 'answer-lost', 'malformed'] as const).map(kind =>
    one('io', { kind, times: 1, call: 'io.createMessage' }, [toVerify]),
  ),
  {
    name: 'every answer lost once',
    faults: [...Object.entries(effects), ['io', 'io.createMessage'] as const].map(([platform, call]) => ({
      platform,
      fault: { kind: 'answer-lost', times: 1, call } as const,
    })),
    incidents: [toVerify],
  },
  {
    name: 'every platform down',
    faults: Object.keys(outages).map(platform => ({ platform, fault: { kind: 'down' } as const })),
    incidents: Object.values(outages),
  },
  one('io', { kind: 'down' }, [outages.io]),
  one('io', { kind: 'error' }, [outages.io]),
  one('io', { kind: 'rate-limited', seconds: 1, times: 2 }),
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
  // The provider is not asked again once the parent has signed in.
  one('spid', { kind: 'down' }),
]

let stage: Stage
let programs: Kept[] = []
let clerk: Colleague
const played: Played[] = []

interface Played {
  row: Row
  town: FaultTown
  story: Story
  caseId: string
  /** Incidents that came up, as the clerk first read them. */
  read: Incident[]
  /** What is missing to its end, as last seen; nothing when it is over. */
  waitsFor: string[]
}

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
      resolvedAt: z.string().nullable(),
      allowed: z.array(z.string()),
      verifyFrom: z.string().nullable(),
    }),
  ),
})
type Incident = z.output<typeof incidentList>['items'][number]

/** Stories under way at once: a machine that has more to do than it can would show its own outages. */
const atOnce = 12

beforeAll(async () => {
  // Far more than it takes: whatever hangs is told by the tests, each story for itself.
  const over = AbortSignal.timeout(1_500_000)
  stage = await setStage({ moneyEverySeconds: 600 })
  programs = (['worker', 'relay', 'server'] as const).map(name => keep(name, { env: () => stage.envOf(name) }))
  clerk = await signIn({
    apiUrl: stage.apiUrl,
    subject: 'm.ferri',
    journal: openJournal(`${stage.dataDir}/clerk.jsonl`),
    signal: over,
  })
  await playAll(over)
}, 1_600_000)

afterAll(async () => {
  await Promise.all(programs.map(program => program.stop()))
  await Promise.all(played.map(one => one.town.close()))
  await stage.close()
}, 120_000)

describe.each(rows)('$name', row => {
  const found = () => {
    const one = played.find(other => other.row === row)
    if (one === undefined) throw new Error(`This story was not begun. ${wordsOfPrograms()}`)
    return one
  }

  it('ends in one notice, one message, one credit and two protocol numbers', async () => {
    const { town, waitsFor, read } = found()
    const told = waitsFor.length === 0 ? '' : `; the clerk read ${JSON.stringify(read)}. ${wordsOfPrograms()}`
    expect(`waits for ${waitsFor.join('; ') || 'nothing'}${told}`).toBe('waits for nothing')
    const effects = await town.control.effects()
    const count = (kind: string) => effects.filter(effect => effect.kind === kind).length
    const counted = { protocol: count('protocol'), position: count('position'), message: count('message') }
    expect(counted).toEqual({ protocol: 2, position: 1, message: 1 })
  })

  it('tells the clerk what happened, whether the outside was touched and what comes next', () => {
    const { read } = found()
    const isTold = (incident: Incident) =>
      row.incidents.some(({ platform, kind }) => platform === incident.platform && kind === incident.kind)
    for (const { platform, kind, says } of row.incidents) {
      const incident = read.find(one => one.platform === platform && one.kind === kind)
      const heals = kind === 'unavailable'
      // A call that got no answer may have arrived: nobody is told that it did not, nor asked for its outcome while it may be on its way.
      expect(incident).toMatchObject({ kind, heals, touched: true, message: expect.stringMatching(says) })
      expect(incident?.verifyFrom).toEqual(expect.any(String))
      const mayRecord = incident?.allowed.includes('record-outcome')
      if (!heals) expect([mayRecord, incident?.allowed.includes('not-done')]).toEqual([true, true])
    }
    // On a slow machine a step may give up once more than foreseen: that heals, and asks nothing of anybody.
    expect(read.filter(incident => !isTold(incident) && !incident.heals)).toEqual([])
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

/** The clerk works, parents pay, and each platform comes back when its failure has been read. */
async function playAll(over: AbortSignal): Promise<void> {
  const desk = {
    answered: new Set<string>(),
    refusals: new Map<string, number>(),
    storyOf: (caseId: string) => played.find(one => one.caseId === caseId)?.story,
    onDecisionOpen: () => {},
    lookUp: async (caseId: string) => {
      const effects = (await played.find(one => one.caseId === caseId)?.town.control.effects()) ?? []
      const message = effects.find(effect => effect.kind === 'message')
      return message === undefined ? null : { sent: true, messageId: message.id, reachedBy: 'io' }
    },
  }
  const left = rows.map((row, index) => ({ row, index }))
  while (!over.aborted) {
    const open = played.filter(one => one.waitsFor.length > 0)
    const next = left.splice(0, atOnce - open.length)
    played.push(...(await Promise.all(next.map(({ row, index }) => begin(row, index, over)))))
    await readIncidents()
    await workThrough(clerk, desk)
    for (const one of played.filter(({ waitsFor }) => waitsFor.length > 0)) {
      for (const notice of await one.town.control.notices())
        if (!notice.paid) await one.town.control.pay(notice.nav, false)
      one.waitsFor = await missing(one)
    }
    if (left.length === 0 && played.every(one => one.waitsFor.length === 0)) return
    await pause(500)
  }
}

async function begin(row: Row, index: number, over: AbortSignal): Promise<Played> {
  const town = await addTown(stage, index, over)
  for (const { platform, fault } of row.faults) await town.setFault(platform, fault)
  const story = { ...plainStory(), key: crypto.randomUUID() }
  const { id } = await town.frontOffice.file(story)
  return { row, town, story, caseId: id, read: [], waitsFor: ['being looked at'] }
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

/** The step that fails may be on its way still when the parent has paid long ago. */
async function missing({ row, story, caseId, read }: Played): Promise<string[]> {
  const seen = await seenBy(clerk, caseId)
  if (seen === null) return ['an answer of the API']
  const { body } = await clerk.get(`/incidents?caseId=${caseId}`)
  const open = incidentList.safeParse(body).data?.items.filter(incident => incident.resolvedAt === null) ?? []
  return [
    ...missingTo(story, seen),
    ...row.incidents
      .filter(told => !read.some(one => one.platform === told.platform && one.kind === told.kind))
      .map(({ platform, kind }) => `an incident of ${platform}: ${kind}`),
    ...open.map(({ platform, kind, message }) => `the end of an incident of ${platform} (${kind}, ${message})`),
  ]
}

async function readIncidents(): Promise<void> {
  const { status, body } = await clerk.get('/incidents?limit=100')
  if (status !== 200) return
  for (const incident of incidentList.parse(body).items) {
    const met = played.find(one => one.caseId === incident.caseId)
    if (met === undefined || met.read.some(other => other.incidentId === incident.incidentId)) continue
    met.read.push(incident)
    if (incident.platform !== null) await met.town.clearFault(incident.platform)
  }
}

function wordsOfPrograms(): string {
  return programs
    .map(one => `${one.name} was started ${one.starts()} times and said last: ${one.lastWords()}`)
    .join('\n')
}
