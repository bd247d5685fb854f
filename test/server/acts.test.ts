import { randomUUID } from 'node:crypto'

import { listen } from '../../db/listen.ts'
import { publishCase } from '../../db/queries/publish-case.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { WorkRequest } from '../../engine/publication.ts'
import { createLog } from '../../server/http/log.ts'
import { planLoader } from '../../server/relay/plan-loader.ts'
import { startRelay } from '../../server/relay/relay.ts'
import type { Relay } from '../../server/relay/relay.ts'
import { aPlan, operations, task } from '../workflows/support/diagram.ts'
import { aHost, fails } from '../workflows/support/host.ts'
import type { Host } from '../workflows/support/host.ts'
import { bearer, startApi } from './api.ts'
import type { Answer, Api, Browser } from './api.ts'
import { aRequest, publishSample } from './procedure.ts'

let api: Api
let host: Host
let relay: Relay
let token: string
let clerk: Browser
let boss: Browser
let stopListening: () => Promise<void>
/** How the step fails, by case; done when there is nothing. */
const failing = new Map<string, 'refused' | 'unknown-outcome'>()
/** What reached the outside, by case. */
const performed: WorkRequest[] = []

const step = {
  id: 'notify',
  xml: (flows: string) =>
    `<bpmn:serviceTask id="notify" name="Avvisa la scuola" iter:operation="test.person"><bpmn:extensionElements>
      <iter:input name="class" value="request.school.class"/><iter:output target="told" value="result"/></bpmn:extensionElements>${flows}</bpmn:serviceTask>`,
}

beforeAll(async () => {
  api = await startApi()
  host = await aHost({
    perform: work => {
      performed.push(work)
      const how = failing.get(work.caseId)
      return how ? fails(how) : { sent: true }
    },
    publish: async publication => {
      await api.database.db.withTenants([publication.municipality], tx => publishCase(tx, publication))
    },
  })
  const known = operations.map(one => (one.name === 'test.person' ? { ...one, timeoutSeconds: 5 } : one))
  const plan: JsonObject = JSON.parse(JSON.stringify(await aPlan([task('check'), step, task('decide')], known)))
  const form = { key: 'form', title: { it: 'Modulo', en: 'Form' }, facts: [], fields: [] }
  await publishSample(api.database, { plan, forms: [form] })
  relay = startRelay({
    db: api.database.relay,
    client: () => Promise.resolve(host.client),
    loadPlan: planLoader(api.database.relay),
    log: createLog('silent', 'relay'),
  })
  api.deps.temporal = () => Promise.resolve(host.client)
  const listening = listen({ url: api.database.relayUrl, channel: 'outbox' }, () => relay.wake())
  stopListening = () => listening.stop()
  token = await api.token()
  clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
  boss = await api.signIn({ role: 'supervisor', office: 'scuola' })
}, 120_000)

afterAll(async () => {
  await stopListening()
  await relay.stop()
  await host.stop()
  await api.stop()
}, 60_000)

async function until(read: () => Promise<Answer>, isSo: (answer: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const answer = await read()
    if (isSo(answer)) return answer
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

const pageOf = (id: string) => clerk.get(`/api/v1/cases/${id}`)
const caseAs = (id: string, phase: string) =>
  until(
    () => pageOf(id),
    answer => answer.body.phase === phase,
  )
const actsPath = (id: string) => `/api/v1/cases/${id}/acts`
const reason = 'verificato con la scuola'
const act = (
  by: Browser,
  id: string,
  one: object,
  { key = randomUUID(), revision }: { key?: string; revision?: number } = {},
) =>
  by.send(
    'POST',
    actsPath(id),
    { act: one, reason, ...(revision !== undefined && { revision }) },
    { 'Idempotency-Key': key },
  )
const preview = async (by: Browser, id: string, one: object) =>
  by.send('POST', `/api/v1/cases/${id}/act-previews`, { act: one })
const told = (answer: Answer): string => answer.body.lines.map((one: any) => one.text.it).join('\n')
/** Until the step's own time has passed, nobody may say what came of it. */
const untilVerifiable = (id: string, incident: string) =>
  until(
    () => preview(clerk, id, { type: 'not-done', incident, source: 'x' }),
    answer => answer.status === 200 && answer.body.refusal === null,
  )
const performedFor = (id: string) => performed.filter(work => work.caseId === id)
const auditOf = async (id: string, action: string) =>
  (
    await api.database.asSuperuser(
      "select action, outcome, reason, actor->>'id' as actor, detail, request_id from audit_entry where object->>'id' = $1 and action = $2 order by seq",
      [id, action],
    )
  ).rows

/** A case at its first task. */
async function aCase(): Promise<string> {
  const filed = await bearer(api.origin, token).post('/api/v1/cases', {
    procedure: 'canteen-enrolment',
    request: aRequest(),
  })
  await caseAs(filed.body.id, 'waiting-task')
  return filed.body.id
}

/** A case whose step has failed, with the failure's id. */
async function aBlockedCase(how: 'refused' | 'unknown-outcome' = 'refused'): Promise<{ id: string; incident: string }> {
  const id = await aCase()
  failing.set(id, how)
  const { body } = await clerk.get(`/api/v1/tasks?caseId=${id}`)
  const path = `/api/v1/tasks/${id}/${encodeURIComponent(body.items[0].taskId)}/complete`
  expect((await clerk.send('POST', path, { values: {} })).status).toBe(200)
  const page = await caseAs(id, 'blocked')
  return { id, incident: page.body.incidents[0].incidentId }
}

const expectBothEntries = async (id: string, name: string) => {
  const asked = await auditOf(id, `case.${name}`)
  expect(asked[0]).toMatchObject({ outcome: 'asked', reason })
  const answers = await auditOf(id, 'act.answered')
  expect(answers.find(one => one.request_id === asked[0].request_id)).toMatchObject({ outcome: 'accepted' })
}

describe('what an act would do', () => {
  it('is told before it is done, by the engine itself, and nothing happens', async () => {
    const { id, incident } = await aBlockedCase()
    const before = (await pageOf(id)).body.revision
    const seen = await preview(clerk, id, { type: 'retry', incident })
    expect([seen.status, seen.body.revision, seen.body.refusal]).toEqual([200, before, null])
    expect(told(seen)).toContain('«Avvisa la scuola» chiama ANPR')
    expect(told(seen)).toContain('Il cittadino per ora non riceve nulla')
    const set = [{ path: 'request.school.class', value: '3A' }]
    const amended = await preview(clerk, id, { type: 'amend', incident, set })
    expect(amended.body.changes).toEqual([
      {
        path: 'request.school.class',
        label: { it: 'Classe', en: 'Classe' },
        before: { it: '2B', en: '2B' },
        after: { it: '3A', en: '3A' },
      },
    ])
    expect([performedFor(id).length, (await pageOf(id)).body.revision]).toEqual([1, before])
    expect(await auditOf(id, 'case.retry')).toEqual([])
  }, 60_000)

  it('warns of what may have happened outside, of the law’s clock and of what is taken away', async () => {
    const { id, incident } = await aBlockedCase('unknown-outcome')
    expect(told(await untilVerifiable(id, incident))).toContain('avverrebbe due volte')
    const closing = await preview(boss, id, { type: 'close', ground: 'duplicate' })
    expect(told(closing)).toContain('L. 241/1990, art. 1, c. 2')
    expect(told(closing)).toContain('va avvisato dall’ufficio')
    const refused = await preview(clerk, id, { type: 'retry', incident })
    expect(refused.body).toMatchObject({ refusal: { kind: 'not-allowed' }, lines: [] })
    expect((await preview(clerk, id, { type: 'close', ground: 'duplicate' })).status).toBe(403)
  }, 60_000)

  it('says so when nothing answers for the case', async () => {
    const id = await aCase()
    const working = api.deps.temporal
    api.deps.temporal = () => Promise.reject(new Error('Temporal is away'))
    const answer = await preview(clerk, id, { type: 'suspend' })
    api.deps.temporal = working
    expect([answer.status, answer.body.kind]).toEqual([503, 'unavailable'])
  }, 60_000)
})

describe('each act', () => {
  it('offers its form: labels, types, what there is to choose from', async () => {
    const { id } = await aBlockedCase()
    const { acts } = (await boss.get(`/api/v1/cases/${id}`)).body
    const names = acts.map((one: any) => one.act)
    expect(names).toEqual(['retry', 'amend', 'record-outcome', 'suspend', 'move', 'close'])
    const find = (name: string) => acts.find((one: any) => one.act === name)
    expect(find('amend').fields).toEqual([
      { key: 'request.school.class', label: { it: 'Classe', en: 'Classe' }, type: 'text', required: true, value: '2B' },
    ])
    expect(find('move')).toMatchObject({ from: expect.stringContaining('notify#'), reasonWords: 3 })
    expect(find('move').fields[0].options.map((one: any) => one.value)).toEqual(
      expect.arrayContaining(['check', 'decide']),
    )
    expect(find('close').fields[0].options[0]).toMatchObject({
      value: 'renounced',
      help: { it: expect.stringContaining('241') },
    })
    expect(find('record-outcome').fields.at(-1)).toMatchObject({ key: 'source', required: true })
  }, 60_000)

  it('retry: the step runs again', async () => {
    const { id, incident } = await aBlockedCase()
    failing.delete(id)
    expect((await act(clerk, id, { type: 'retry', incident })).body.state).toBe('done')
    await caseAs(id, 'waiting-task')
    expect(performedFor(id)).toHaveLength(2)
    await expectBothEntries(id, 'retry')
  }, 60_000)

  it('amend: with the corrected data, and the register knows both values', async () => {
    const { id, incident } = await aBlockedCase()
    failing.delete(id)
    const set = [{ path: 'request.school.class', value: '3A' }]
    expect((await act(clerk, id, { type: 'amend', incident, set })).status).toBe(200)
    await caseAs(id, 'waiting-task')
    expect(performedFor(id).map(work => work.input)).toEqual([{ class: '2B' }, { class: '3A' }])
    const { body } = await boss.get(`/api/v1/cases/${id}/audit?order=desc`)
    const entry = body.items.find((one: any) => one.action === 'case.amend')
    expect(entry.changes).toEqual([
      expect.objectContaining({
        path: 'request.school.class',
        before: '2B',
        after: '3A',
        label: { it: 'Classe', en: 'Classe' },
      }),
    ])
    await expectBothEntries(id, 'amend')
    for (const path of ['identity.verified', 'case.id', 'request.nothing', 'request.diet.notes']) {
      const wrong = await act(clerk, id, { type: 'amend', set: [{ path, value: true }] })
      expect([path, wrong.status]).toEqual([path, 422])
    }
    const bad = await act(clerk, id, { type: 'amend', set: [{ path: 'request.school.class', value: 7 }] })
    expect(bad.body.errors).toEqual([{ path: 'request.school.class', message: expect.any(String) }])
  }, 60_000)

  it('record the outcome: the step counts as done, without touching the outside', async () => {
    const { id, incident } = await aBlockedCase('unknown-outcome')
    const stated = { type: 'record-outcome', incident, output: {}, source: 'telefonata alla scuola' }
    await untilVerifiable(id, incident)
    expect((await act(clerk, id, stated)).status).toBe(200)
    await caseAs(id, 'waiting-task')
    expect(performedFor(id)).toHaveLength(1)
    await expectBothEntries(id, 'record-outcome')
    expect((await auditOf(id, 'case.record-outcome'))[0].detail).toMatchObject({ source: 'telefonata alla scuola' })
  }, 60_000)

  it('not done: a new business attempt', async () => {
    const { id, incident } = await aBlockedCase('unknown-outcome')
    failing.delete(id)
    await untilVerifiable(id, incident)
    expect((await act(clerk, id, { type: 'not-done', incident, source: 'scuola' })).status).toBe(200)
    await caseAs(id, 'waiting-task')
    expect(performedFor(id).map(work => work.attempt)).toEqual([1, 2])
    await expectBothEntries(id, 'not-done')
  }, 60_000)

  it('reassign: to people and offices of the town only, and the register says from whom to whom', async () => {
    const id = await aCase()
    const { tasks } = (await boss.get(`/api/v1/cases/${id}`)).body
    const to = { type: 'reassign', task: tasks[0].taskId }
    const stranger = await api.signIn({ role: 'clerk', office: 'scuola', town: api.otherTown })
    const dietician = await api.signIn({ role: 'clerk', office: 'diete' })
    expect((await act(clerk, id, { ...to, assignee: clerk.personId })).status).toBe(403)
    expect((await act(boss, id, { ...to, assignee: stranger.personId })).status).toBe(422)
    expect((await act(boss, id, { ...to, assignee: dietician.personId })).status).toBe(422)
    expect((await act(boss, id, { ...to, office: 'nessuno' })).status).toBe(422)
    expect((await act(boss, id, to)).status).toBe(422)
    expect((await act(boss, id, { ...to, assignee: clerk.personId })).status).toBe(200)
    await until(
      () => pageOf(id),
      answer => answer.body.tasks[0]?.assignee?.id === clerk.personId,
    )
    const [entry] = await auditOf(id, 'case.reassign')
    expect(entry.detail).toMatchObject({
      before: { assignee: null, office: 'scuola' },
      after: { assignee: clerk.personId, office: 'scuola' },
    })
    await expectBothEntries(id, 'reassign')
  }, 60_000)

  it('suspend and resume: nothing moves in between', async () => {
    const { id, incident } = await aBlockedCase()
    expect((await act(clerk, id, { type: 'suspend' })).status).toBe(200)
    const page = await caseAs(id, 'suspended')
    expect(page.body.acts.map((one: any) => one.act)).toEqual(['resume'])
    expect((await act(clerk, id, { type: 'retry', incident })).body).toMatchObject({
      kind: 'not-allowed',
      detail: 'La pratica è interrotta: prima va fatta ripartire.',
    })
    expect((await act(clerk, id, { type: 'resume' })).status).toBe(200)
    await caseAs(id, 'blocked')
    await expectBothEntries(id, 'suspend')
    await expectBothEntries(id, 'resume')
  }, 60_000)

  it('move: past the step that stands still, for a supervisor only', async () => {
    const { id } = await aBlockedCase()
    const { acts } = (await boss.get(`/api/v1/cases/${id}`)).body
    const { from } = acts.find((one: any) => one.act === 'move')
    expect((await act(clerk, id, { type: 'move', from, to: 'decide' })).status).toBe(403)
    expect(told(await preview(boss, id, { type: 'move', from, to: 'decide' }))).toContain('non vengono eseguiti')
    expect((await act(boss, id, { type: 'move', from, to: 'decide' })).status).toBe(200)
    const moved = await caseAs(id, 'waiting-task')
    expect(moved.body.tasks.filter((one: any) => one.state === 'open').map((one: any) => one.element)).toEqual([
      'decide',
    ])
    await expectBothEntries(id, 'move')
  }, 60_000)

  it('close: on a ground of the law, with a text where the decision is against the applicant', async () => {
    const id = await aCase()
    expect((await act(boss, id, { type: 'close', ground: 'perché sì' })).status).toBe(422)
    expect((await act(boss, id, { type: 'close', ground: 'inadmissible' })).body.errors[0].path).toBe('text')
    const short = await boss.send('POST', actsPath(id), { act: { type: 'close', ground: 'duplicate' }, reason: 'ok' })
    expect([short.status, short.body.errors[0].path]).toEqual([422, 'reason'])
    expect((await act(boss, id, { type: 'close', ground: 'inadmissible', text: 'Fuori termine.' })).status).toBe(200)
    expect((await caseAs(id, 'ended')).body.status).toBe('closed')
    expect((await auditOf(id, 'case.close'))[0].detail).toMatchObject({
      ground: 'inadmissible',
      law: expect.any(String),
    })
    await expectBothEntries(id, 'close')
  }, 60_000)
})

describe('twice, at once, too late', () => {
  it('the same request by two people at once has one effect and the same answer', async () => {
    const { id, incident } = await aBlockedCase()
    failing.delete(id)
    const key = randomUUID()
    const retry = { type: 'retry', incident }
    const answers = await Promise.all([clerk, boss, clerk, boss].map(one => act(one, id, retry, { key })))
    expect(answers.map(one => one.status)).toEqual([200, 200, 200, 200])
    expect(new Set(answers.map(one => one.text)).size).toBe(1)
    await caseAs(id, 'waiting-task')
    expect(performedFor(id)).toHaveLength(2)
    const entries = await auditOf(id, 'case.retry')
    expect(entries.map(one => String(one.outcome)).toSorted()[0]).toBe('asked')
    expect(entries.filter(one => one.outcome === 'asked')).toHaveLength(1)
    expect(entries.filter(one => one.outcome === 'asked-again').length).toBeGreaterThan(0)
    expect((await act(boss, id, { type: 'suspend' }, { key })).body.kind).toBe('idempotency-mismatch')
    expect((await act(boss, await aCase(), retry, { key })).body.kind).toBe('idempotency-mismatch')
  }, 60_000)

  it('of two different acts at once on one failure one is done, the other is told what happened', async () => {
    const { id, incident } = await aBlockedCase()
    failing.delete(id)
    const answers = await Promise.all([
      act(clerk, id, { type: 'retry', incident }),
      act(boss, id, { type: 'retry', incident }),
    ])
    const statuses = answers.map(one => one.status).toSorted((a, b) => a - b)
    expect(statuses).toEqual([200, 409])
    await caseAs(id, 'waiting-task')
    expect(performedFor(id)).toHaveLength(2)
    const outcomes = (await auditOf(id, 'act.answered')).map(one => one.outcome)
    expect(outcomes.filter(one => one === 'refused')).toHaveLength(1)
  }, 60_000)

  it('an act prepared on an older revision is refused, and says who came first', async () => {
    const { id, incident } = await aBlockedCase()
    const { revision } = (await preview(boss, id, { type: 'retry', incident })).body
    expect((await act(clerk, id, { type: 'suspend' })).status).toBe(200)
    await caseAs(id, 'suspended')
    expect((await act(clerk, id, { type: 'resume' })).status).toBe(200)
    await caseAs(id, 'blocked')
    const late = await act(boss, id, { type: 'retry', incident }, { revision })
    expect([late.status, late.body.kind]).toEqual([409, 'stale'])
    expect(late.body.detail).toMatch(/Nel frattempo: «Fai ripartire la pratica» \(Persona .*\) alle \d\d:\d\d\./)
    expect(performedFor(id)).toHaveLength(1)
    const header = await boss.send(
      'POST',
      actsPath(id),
      { act: { type: 'retry', incident }, reason },
      { 'If-Match': `"${revision}"` },
    )
    expect(header.body.kind).toBe('stale')
  }, 60_000)
})
