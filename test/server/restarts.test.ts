import { randomUUID } from 'node:crypto'

import { publishCase } from '../../db/queries/publish-case.ts'
import { settleOutbox } from '../../db/queries/settle-outbox.ts'
import type { Failure } from '../../engine/event.ts'
import type { Json } from '../../engine/json.ts'
import { sendHandful } from '../../server/restarts/runner.ts'
import { aCase, anIncident, aPublication, aView } from '../db/fixtures.ts'
import { startApi } from './api.ts'
import type { Answer, Api, Browser } from './api.ts'
import { publishSample } from './procedure.ts'

let api: Api
let definitionId: string
let operator: Browser

beforeAll(async () => {
  api = await startApi()
  // The pace is the tests' own.
  await api.deps.restarts.stop()
  definitionId = await publishSample(api.database)
  operator = await api.signIn({ role: 'operator' }, { role: 'operator', town: api.otherTown })
}, 60_000)
afterAll(() => api.stop())

const byValue = (a: string | number | undefined, b: string | number | undefined) => String(a).localeCompare(String(b))
const wrongKey = {
  kind: 'misconfigured',
  code: 'io-key-refused',
  message: 'IO rifiuta la chiave.',
  platform: 'io',
} as const
const twice = { kind: 'defect', code: 'invalid-output', message: 'Errore interno.', platform: 'io' } as const

/** A case that stands at a failure. */
async function aBlocked(town: string, failure: Failure): Promise<string> {
  const { id } = await aCase(api.database.db, { town, definitionId })
  const operation = 'io.sendMessage'
  await publish(town, id, [anIncident({ id: 'incident-1', work: 'tell#1', operation, failure, heals: false })])
  return id
}

async function publish(
  town: string,
  id: string,
  incidents: ReturnType<typeof anIncident>[],
  revision = 1,
): Promise<void> {
  const view = aView({ phase: 'blocked', incidents })
  await api.database.db.withTenants([town], tx =>
    publishCase(tx, aPublication({ town, id }, { revision, historyLength: 3 + revision, rest: true, view })),
  )
}

const ask = (by: Browser, body: object, key = randomUUID()) =>
  by.send('POST', '/api/v1/restarts', { reason: 'chiave sostituita stamattina', ...body }, { 'Idempotency-Key': key })
const preview = (by: Browser, body: object) => by.send('POST', '/api/v1/restart-previews', body)
const countsOf = async (id: string) => (await operator.get(`/api/v1/restarts/${id}`)).body
const handful = (town: string, id: string) =>
  api.database.db.withTenants([town], tx => sendHandful(tx, api.deps, town, id))
/** As time would. */
const itIsTime = (id: string) =>
  api.database.asSuperuser("update restart set next_at = now() - interval '10 seconds' where id = $1", [id])
async function runOut(town: string, id: string): Promise<number> {
  for (let sent = 0; ;) {
    await itIsTime(id)
    const some = await handful(town, id)
    if (some === 0) return sent
    sent += some
  }
}
const requests = async (id: string) =>
  (
    await api.database.asSuperuser(
      `select o.* from outbox o join restart_item i on o.idempotency_key = 'act/' || i.request_id where i.restart_id = $1 order by o.id`,
      [id],
    )
  ).rows
async function answer(row: any, told: Json): Promise<void> {
  await api.database.db.withTenants([row.municipality_id], tx =>
    settleOutbox(tx, { ...row, municipalityId: row.municipality_id }, told),
  )
}

describe('a mass retry', () => {
  const group = `io~defect~invalid-output~`

  it('goes from the preview to the last case: each asked for once, by name, with its own entry in the register', async () => {
    const here = await Promise.all([1, 2, 3].map(() => aBlocked(api.town, twice)))
    const there = await aBlocked(api.otherTown, twice)
    await aBlocked(api.town, { ...twice, touched: true })
    const causes: { id: string; cases: number; since: string; lastAt: string; growth: string[] }[] = (
      await operator.get('/api/v1/incident-groups')
    ).body.items
    const cause = causes.find(one => one.id === group)
    expect(cause).toMatchObject({ cases: 5, growth: { length: 11, 0: cause?.since, 10: cause?.lastAt } })
    const seen: Answer = await preview(operator, { group, perSecond: 8 })
    expect(seen.body).toMatchObject({ cases: 4, leftOut: 1, perSecond: 8, seconds: 1 })
    expect(seen.body.municipalities.map((one: any) => one.cases).toSorted(byValue)).toEqual([1, 3])
    // Each town goes on, however slow the pace that was asked for: the preview says so.
    expect((await preview(operator, { group, perSecond: 1 })).body).toMatchObject({ perSecond: 2, seconds: 2 })
    const key = randomUUID()
    const [first, again] = await Promise.all([
      ask(operator, { group, perSecond: 8 }, key),
      ask(operator, { group, perSecond: 8 }, key),
    ])
    expect([first.status, again.status].toSorted(byValue)).toEqual([200, 201])
    expect((await countsOf(key)).counts).toMatchObject({ total: 4, waiting: 4, asked: 0 })
    // One was put right by somebody else meanwhile.
    await publish(
      api.town,
      here[0]!,
      [
        anIncident({
          id: 'incident-1',
          work: 'tell#1',
          failure: twice,
          heals: false,
          resolvedAt: '2026-09-01T09:00:00.000Z',
        }),
      ],
      2,
    )
    expect(await runOut(api.town, key)).toBe(3)
    expect((await countsOf(key)).state).toBe('running')
    expect(await runOut(api.otherTown, key)).toBe(1)
    const sent = await requests(key)
    expect(sent.map(row => row.payload)).toEqual(
      sent.map(() =>
        expect.objectContaining({
          actor: { kind: 'staff', id: operator.personId, role: 'operator' },
          act: { type: 'retry', incident: 'incident-1' },
          reason: 'chiave sostituita stamattina',
        }),
      ),
    )
    expect(sent.map(row => row.case_id).toSorted(byValue)).toEqual([here[1], here[2], there].toSorted(byValue))
    const { rows } = await api.database.asSuperuser(
      "select request_id from audit_entry where action = 'case.retry' and detail->>'restart' = $1",
      [key],
    )
    expect(rows.map(row => row.request_id).toSorted(byValue)).toEqual(
      sent.map(row => row.payload.requestId).toSorted(byValue),
    )
    expect((await countsOf(key)).counts).toMatchObject({ total: 4, waiting: 0, asked: 3, skipped: 1 })
    // One goes on, one is refused, one fails again.
    await answer(
      sent.find(row => row.case_id === here[1]),
      { accepted: true, revision: 2 },
    )
    await answer(
      sent.find(row => row.case_id === here[2]),
      { accepted: false, refusal: { kind: 'stale', message: 'Il guasto è già risolto.' } },
    )
    await answer(
      sent.find(row => row.case_id === there),
      { accepted: true, revision: 2 },
    )
    await publish(
      api.otherTown,
      there,
      [anIncident({ id: 'incident-2', work: 'tell#1', failure: twice, heals: false })],
      2,
    )
    expect(await countsOf(key)).toMatchObject({
      state: 'done',
      counts: { restarted: 1, skipped: 2, blockedAgain: 1, asked: 0 },
    })
    const items = await operator.get(`/api/v1/restarts/${key}/items?state=blocked-again`)
    expect(items.body.items).toMatchObject([{ caseId: there, message: 'Errore interno.' }])
  }, 60_000)

  it('is one of the person’s own towns only', async () => {
    const key = randomUUID()
    const boss = await api.signIn({ role: 'supervisor' })
    await aBlocked(api.town, wrongKey)
    await aBlocked(api.otherTown, wrongKey)
    const theirs = `io~misconfigured~io-key-refused~${api.otherTown}`
    expect((await preview(boss, { group: theirs })).status).toBe(404)
    expect((await ask(boss, { group: theirs }, key)).status).toBe(404)
    expect((await preview(boss, { group: 'io~misconfigured~io-key-refused~' })).body.cases).toBe(1)
    expect((await ask(operator, { group: theirs }, key)).status).toBe(201)
    expect((await boss.get(`/api/v1/restarts/${key}`)).status).toBe(404)
    expect((await boss.get('/api/v1/restarts')).body.items.map((one: any) => one.id)).not.toContain(key)
    expect((await boss.send('POST', `/api/v1/restarts/${key}/stop`, { reason: 'per prova' })).status).toBe(404)
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    expect((await preview(clerk, { group: theirs })).status).toBe(403)
  }, 60_000)

  it('keeps its pace, stops when it is told to, and what is on its way stays so', async () => {
    const failure = { ...twice, code: 'many' }
    await Promise.all(Array.from({ length: 12 }, () => aBlocked(api.town, failure)))
    const key = randomUUID()
    await ask(operator, { group: 'io~defect~many~', perSecond: 16 }, key)
    const due = async () =>
      (
        await api.database.asSuperuser('select extract(epoch from next_at)::float8 as due from restart where id = $1', [
          key,
        ])
      ).rows[0].due
    const first = await due()
    expect(await handful(api.town, key)).toBe(4)
    expect((await due()) - first).toBeGreaterThanOrEqual(0.249)
    // Before its time the next handful does not go, whoever asks.
    await api.database.asSuperuser("update restart set next_at = now() + interval '1 hour' where id = $1", [key])
    expect(await handful(api.town, key)).toBe(0)
    await itIsTime(key)
    // Two servers at once: one sends, the other finds nothing to do.
    const both = await Promise.all([handful(api.town, key), handful(api.town, key)])
    expect(both.toSorted(byValue)).toEqual([0, 4])
    const stopped = await operator.send('POST', `/api/v1/restarts/${key}/stop`, { reason: 'la chiave non va' })
    expect(stopped.body).toMatchObject({ state: 'stopped', counts: { asked: 8, stopped: 4, waiting: 0 } })
    await itIsTime(key)
    expect(await handful(api.town, key)).toBe(0)
    expect(await requests(key)).toHaveLength(8)
  }, 60_000)

  it('goes on where it was when the server dies in the middle of a handful', async () => {
    const failure = { ...twice, code: 'killed' }
    await Promise.all(Array.from({ length: 3 }, () => aBlocked(api.town, failure)))
    const key = randomUUID()
    await ask(operator, { group: 'io~defect~killed~', perSecond: 40 }, key)
    const dies = api.database.db.withTenants([api.town], async tx => {
      await sendHandful(tx, api.deps, api.town, key)
      throw new Error('killed')
    })
    await expect(dies).rejects.toThrow('killed')
    expect(await requests(key)).toEqual([])
    expect(await runOut(api.town, key)).toBe(3)
    expect(await requests(key)).toHaveLength(3)
    expect(
      (await ask(operator, { group: 'io~defect~killed~', perSecond: 40, reason: 'un altro motivo' }, key)).status,
    ).toBe(422)
  }, 60_000)

  it('is one for a platform that does not answer, however it does not; what it refuses differs by code', async () => {
    const silent = { kind: 'unavailable', message: 'ANPR non risponde.', platform: 'anpr' } as const
    const refused = { kind: 'refused', message: 'ANPR ha rifiutato.', platform: 'anpr' } as const
    for (const code of ['anpr-unreachable', 'anpr-unavailable', 'circuit-open'])
      await aBlocked(api.town, { ...silent, code })
    for (const code of ['anpr-refused', 'isee-data']) await aBlocked(api.town, { ...refused, code })
    const groups = (await operator.get('/api/v1/incident-groups')).body.items.filter(
      (one: any) => one.platform === 'anpr',
    )
    expect(groups.map((one: any) => `${one.kind} ${one.code} ${one.cases}`).toSorted(byValue)).toEqual([
      'refused anpr-refused 1',
      'refused isee-data 1',
      'unavailable any 3',
    ])
    const { id } = groups.find((one: any) => one.code === 'any')
    expect((await operator.get(`/api/v1/incidents?group=${encodeURIComponent(id)}`)).body.items).toHaveLength(3)
    expect((await preview(operator, { group: id })).body).toMatchObject({ cases: 3, leftOut: 0 })
  }, 60_000)
})
