import { randomUUID } from 'node:crypto'

import type { Client } from '@temporalio/client'

import { listen } from '../../db/listen.ts'
import { publishCase } from '../../db/queries/publish-case.ts'
import type { JsonObject } from '../../engine/json.ts'
import { createLog } from '../../server/http/log.ts'
import { planLoader } from '../../server/relay/plan-loader.ts'
import { startRelay } from '../../server/relay/relay.ts'
import type { Relay } from '../../server/relay/relay.ts'
import { aPlan, receive, task, timer } from '../workflows/support/diagram.ts'
import { aHost } from '../workflows/support/host.ts'
import type { Host } from '../workflows/support/host.ts'
import { bearer, startApi } from './api.ts'
import type { Answer, Api, Browser } from './api.ts'
import { aRequest, publishSample } from './procedure.ts'

let api: Api
let host: Host
let relay: Relay
let token: string
let clerk: Browser
let stopListening: () => Promise<void>
let isDown = false

beforeAll(async () => {
  api = await startApi()
  host = await aHost({
    publish: async publication => {
      await api.database.db.withTenants([publication.municipality], tx => publishCase(tx, publication))
    },
  })
  const plan: JsonObject = JSON.parse(
    JSON.stringify(await aPlan([task('check'), receive('wait', 'go'), timer('rest', 'P40D')])),
  )
  await publishSample(api.database, {
    plan,
    forms: [{ key: 'form', title: { it: 'Modulo', en: 'Form' }, facts: [], fields: [] }],
  })
  const client = (): Promise<Client> =>
    isDown ? Promise.reject(new Error('Temporal is away')) : Promise.resolve(host.client)
  relay = startRelay({
    db: api.database.relay,
    client,
    loadPlan: planLoader(api.database.relay),
    log: createLog('silent', 'relay'),
  })
  const listening = listen({ url: api.database.relayUrl, channel: 'outbox' }, () => relay.wake())
  stopListening = () => listening.stop()
  token = await api.token()
  clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
}, 120_000)

afterAll(async () => {
  await stopListening()
  await relay.stop()
  await host.stop()
  await api.stop()
}, 60_000)

const file = async (): Promise<string> => {
  const filed = await bearer(api.origin, token).post('/api/v1/cases', {
    procedure: 'canteen-enrolment',
    request: aRequest(),
  })
  return filed.body.id
}

/** Reads again until it is so; the test's own time limit ends a wait in vain. */
async function until(read: () => Promise<Answer>, isSo: (answer: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const answer = await read()
    if (isSo(answer)) return answer
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

const caseAs = (id: string, phase: string) =>
  until(
    () => clerk.get(`/api/v1/cases/${id}`),
    answer => answer.body.phase === phase,
  )
const taskPath = (id: string, verb: string) =>
  until(
    () => clerk.get(`/api/v1/tasks?caseId=${id}`),
    answer => answer.body.items.length > 0,
  ).then(answer => `/api/v1/tasks/${id}/${encodeURIComponent(answer.body.items[0].taskId)}/${verb}`)

describe('a case', () => {
  it('goes from the request through its task and message to the term, moved ahead in time', async () => {
    const id = await file()
    const waiting = await caseAs(id, 'waiting-task')
    expect(waiting.body.sentence).toMatchObject({ kind: 'waiting-task', who: 'Ufficio scuola', step: 'check' })
    expect(waiting.body.steps.map((step: { state: string }) => step.state)).toContain('to-come')
    expect((await clerk.send('POST', await taskPath(id, 'claim'), {})).body.state).toBe('done')
    const completed = await clerk.send('POST', await taskPath(id, 'complete'), { values: {} })
    expect([completed.status, completed.body.state]).toEqual([200, 'done'])
    await caseAs(id, 'waiting-outside')
    const sent = await bearer(api.origin, token).post(`/api/v1/cases/${id}/messages`, {
      name: 'isee',
      data: { valueCents: 1 },
    })
    expect(sent.status).toBe(202)
    await host.client.workflow
      .getHandle(`case/${api.town}/${id}`)
      .signal('deliver', { id: 'go-1', name: 'go', data: {} })
    await caseAs(id, 'waiting-time')
    const to = new Date(Date.now() + 41 * 86_400_000).toISOString()
    expect((await clerk.send('POST', `/api/v1/cases/${id}/advance-time`, { to })).status).toBe(202)
    const ended = await caseAs(id, 'ended')
    expect(ended.body).toMatchObject({ status: 'completed', acts: [], sentence: { kind: 'ended' } })
    const audit = await clerk.get(`/api/v1/cases/${id}/audit?order=desc`)
    expect(audit.body.items[0]).toMatchObject({
      action: 'act.answered',
      outcome: 'accepted',
      label: { it: `Pratica spostata avanti nel tempo (prova): accettato, chiesto da ${clerk.name}` },
      answers: { action: 'case.time-advanced', actor: { id: clerk.personId } },
    })
    const history = await clerk.get(`/api/v1/cases/${id}/history`)
    const done = history.body.items.find((item: { type: string }) => item.type === 'task-completed')
    expect(done.actor).toMatchObject({ id: clerk.personId, name: clerk.name })
    const late = await clerk.send('POST', `/api/v1/cases/${id}/acts`, { act: { type: 'suspend' }, reason: 'x' })
    expect([late.status, late.body.kind]).toEqual([409, expect.stringMatching(/stale|not-allowed/)])
  }, 60_000)

  it('refuses what is not allowed as a 409, and gives the first answer again to the same key', async () => {
    const id = await file()
    await caseAs(id, 'waiting-task')
    const other = await api.signIn({ role: 'clerk', office: 'scuola' })
    const key = randomUUID()
    const claim = await taskPath(id, 'claim')
    const first = await clerk.send('POST', claim, {}, { 'Idempotency-Key': key })
    const again = await clerk.send('POST', claim, {}, { 'Idempotency-Key': key })
    expect([first.status, again.body]).toEqual([200, first.body])
    const stolen = await other.send('POST', claim, {})
    expect([stolen.status, stolen.body.kind]).toEqual([409, 'stale'])
    const stale = await clerk.send('POST', claim.replace(/claim$/, 'release'), {}, { 'If-Match': '"0"' })
    expect(stale.status).toBe(409)
    const { rows } = await api.database.asSuperuser(
      "select outcome from audit_entry where action = 'act.answered' and object->>'id' = $1 order by seq",
      [id],
    )
    expect(rows.map(row => row.outcome)).toEqual(['accepted', 'refused', 'refused'])
  }, 60_000)

  it('filed while Temporal is away is there at once, and starts when it is back', async () => {
    isDown = true
    const id = await file()
    const received = await clerk.get(`/api/v1/cases/${id}`)
    expect(received.body.sentence.kind).toBe('received')
    await until(
      async () => {
        const { rows } = await api.database.asSuperuser('select last_error from outbox where case_id = $1', [id])
        return { ...received, body: rows[0] }
      },
      answer => answer.body.last_error === 'Temporal is away',
    )
    isDown = false
    await caseAs(id, 'waiting-task')
  }, 60_000)
})

describe('the relay', () => {
  it('delivers once what another relay delivered before it', async () => {
    const id = await file()
    await caseAs(id, 'waiting-task')
    await api.database.asSuperuser('update outbox set delivered_at = null, next_at = now() where case_id = $1', [id])
    relay.wake()
    await until(
      async () => {
        const { rows } = await api.database.asSuperuser('select delivered_at from outbox where case_id = $1', [id])
        return { status: 0, body: rows[0], text: '', headers: new Headers() }
      },
      answer => answer.body.delivered_at !== null,
    )
    const runs = host.client.workflow.list({ query: `WorkflowId = "case/${api.town}/${id}"` })
    let count = 0
    for await (const _ of runs) count += 1
    expect(count).toBeLessThanOrEqual(1)
  }, 60_000)
})
