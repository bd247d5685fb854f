import { randomUUID } from 'node:crypto'

import { publishCase } from '../../db/queries/publish-case.ts'
import { permissions } from '../../server/permissions.ts'
import { aPublication, aTask, aView } from '../db/fixtures.ts'
import { bearer, request, sessionCookie, startApi } from './api.ts'
import type { Api, Browser } from './api.ts'
import { aRequest, publishSample } from './procedure.ts'

let api: Api
let caseId: string

beforeAll(async () => {
  api = await startApi()
  await publishSample(api.database)
  const filed = await bearer(api.origin, await api.token()).post('/api/v1/cases', {
    procedure: 'canteen-enrolment',
    request: aRequest({ diet: { kind: 'medical', notes: 'celiachia' } }),
  })
  caseId = filed.body.id
  const tasks = [
    aTask({ id: 'school#1', element: 'school', name: 'Verifica la scuola', form: 'check-school' }),
    aTask({ id: 'diet#2', element: 'diet', name: 'Valuta la dieta', office: 'diete', confidential: true }),
    aTask({ id: 'decide#3', element: 'decide', name: 'Decidi', role: 'supervisor' }),
  ]
  const { rows } = await api.database.asSuperuser('select document from case_view where case_id = $1', [caseId])
  const view = aView({ tasks, phase: 'waiting-task', document: rows[0].document })
  await api.database.db.withTenants([api.town], tx =>
    publishCase(tx, aPublication({ town: api.town, id: caseId }, { revision: 3, rest: true, view })),
  )
})
afterAll(() => api.stop())

const names = (answer: { body: { items: { name: string }[] } }) => answer.body.items.map(item => item.name).toSorted()
const tasksOf = async (browser: Browser) => names(await browser.get('/api/v1/tasks?scope=all'))

describe('tasks', () => {
  it('are seen by their office; a confidential one by nobody else, in no list and under no address', async () => {
    const school = await api.signIn({ role: 'clerk', office: 'scuola' })
    const diet = await api.signIn({ role: 'clerk', office: 'diete' })
    const supervisor = await api.signIn({ role: 'supervisor' })
    expect(await tasksOf(school)).toEqual(['Decidi', 'Verifica la scuola'])
    expect(await tasksOf(diet)).toEqual(['Valuta la dieta'])
    expect(await tasksOf(supervisor)).toEqual(['Decidi', 'Verifica la scuola'])
    const path = `/api/v1/tasks/${caseId}/${encodeURIComponent('diet#2')}`
    expect((await supervisor.get(path)).status).toBe(404)
    expect((await diet.get(path)).body.facts).toContainEqual(
      expect.objectContaining({ value: { it: 'celiachia', en: 'celiachia' } }),
    )
    const page = await supervisor.get(`/api/v1/cases/${caseId}`)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('Valuta la dieta')
    expect(page.text).not.toContain('celiachia')
  })

  it('that need a supervisor are refused to a clerk, with the reason', async () => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const answer = await clerk.send('POST', `/api/v1/tasks/${caseId}/${encodeURIComponent('decide#3')}/claim`, {})
    expect([answer.status, answer.body.detail]).toEqual([403, expect.stringContaining('responsabile')])
  })

  it('show form, facts and what may be done; what was typed is kept', async () => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const path = `/api/v1/tasks/${caseId}/${encodeURIComponent('school#1')}`
    expect((await clerk.send('PUT', `${path}/draft`, { values: { outcome: 'ok' } })).status).toBe(200)
    const { body } = await clerk.get(path)
    expect(body).toMatchObject({ allowed: ['claim', 'complete'], draft: { outcome: 'ok' }, about: 'classe 2B' })
    expect(body.facts[0]).toMatchObject({ value: { it: '2B' } })
  })

  it('are not completed with values that the form refuses', async () => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const path = `/api/v1/tasks/${caseId}/${encodeURIComponent('school#1')}/complete`
    const answer = await clerk.send('POST', path, { values: { outcome: 'maybe' } })
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, 'values.outcome'])
  })

  it('completed while Temporal is away are recorded, and said to be on their way', async () => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const path = `/api/v1/tasks/${caseId}/${encodeURIComponent('school#1')}/complete`
    const key = randomUUID()
    const answer = await clerk.send('POST', path, { values: { outcome: 'ok' } }, { 'Idempotency-Key': key })
    expect([answer.status, answer.body.state]).toEqual([202, 'pending'])
    expect((await clerk.get(answer.body.links.self)).body.state).toBe('pending')
    const { rows } = await api.database.asSuperuser('select action, outcome from audit_entry where request_id = $1', [
      key,
    ])
    expect(rows).toEqual([{ action: 'case.complete', outcome: 'asked' }])
  })
})

describe('a correction', () => {
  it('is told in the register with what stood there before, not to who sees masked data', async () => {
    const supervisor = await api.signIn({ role: 'supervisor', office: 'scuola' })
    const act = { type: 'amend', set: [{ path: 'request.school.class', value: '3A' }] }
    const asked = await supervisor.send('POST', `/api/v1/cases/${caseId}/acts`, { act, reason: 'classe sbagliata' })
    expect(asked.status).toBe(202)
    const { body } = await supervisor.get(`/api/v1/cases/${caseId}/audit?order=desc`)
    expect(body.items[0]).toMatchObject({
      action: 'case.amend',
      label: { it: 'Dati corretti' },
      reason: 'classe sbagliata',
      changes: [{ path: 'request.school.class', before: '2B', after: '3A' }],
    })
    const operator = await api.signIn({ role: 'operator' })
    expect((await operator.get(`/api/v1/cases/${caseId}/audit?order=desc`)).body.items[0].changes).toEqual([])
  })
})

describe('an operator of the consortium', () => {
  it('sees cases without who they are about', async () => {
    const operator = await api.signIn({ role: 'operator' })
    const page = await operator.get(`/api/v1/cases/${caseId}`)
    expect(page.body).toMatchObject({ masked: true, subject: 'L. R.', title: 'Iscrizione alla mensa' })
    expect(page.text).not.toContain('RSSLCU18A01F205C')
    expect(page.text).not.toContain('Luca')
    expect((await operator.send('POST', '/api/v1/cases/search', { q: 'Luca' })).body.items).toEqual([])
  })
})

describe('towns', () => {
  it('that are not a person’s own are not there', async () => {
    const stranger = await api.signIn({ role: 'supervisor', town: api.otherTown })
    for (const path of [
      `/cases/${caseId}`,
      `/cases/${caseId}/history`,
      `/municipalities/${api.town}`,
      `/municipalities/${api.town}/staff`,
    ]) {
      expect([path, (await stranger.get(`/api/v1${path}`)).status]).toEqual([path, 404])
    }
    expect((await stranger.get('/api/v1/cases')).body.items).toEqual([])
    expect((await stranger.get(`/api/v1/cases?municipality=${api.town}`)).status).toBe(404)
    expect(
      (await stranger.send('POST', `/api/v1/cases/${caseId}/acts`, { act: { type: 'suspend' }, reason: 'x' })).status,
    ).toBe(404)
  })

  it('are ruled by one table: what a role lacks is a 403', async () => {
    expect(permissions.auditor).not.toContain('cases.act')
    const auditor = await api.signIn({ role: 'auditor' })
    expect(
      (await auditor.send('POST', `/api/v1/cases/${caseId}/acts`, { act: { type: 'suspend' }, reason: 'x' })).status,
    ).toBe(403)
    expect((await auditor.get(`/api/v1/municipalities/${api.town}/service-tokens`)).status).toBe(403)
    expect((await auditor.get('/api/v1/audit')).status).toBe(200)
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    expect((await clerk.get('/api/v1/audit')).status).toBe(403)
    const closing = { act: { type: 'close', ground: 'rinuncia' }, reason: 'x' }
    expect((await clerk.send('POST', `/api/v1/cases/${caseId}/acts`, closing)).status).toBe(403)
  })

  it('another portal’s cases are not there', async () => {
    const other = bearer(api.origin, await api.token())
    expect((await other.get(`/api/v1/cases/${caseId}`)).status).toBe(404)
    expect((await other.post(`/api/v1/cases/${caseId}/messages`, { name: 'isee', data: {} })).status).toBe(404)
  })
})

const without = (headers: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))

describe('a write from another site', () => {
  const attempts: [string, (own: Record<string, string>) => Record<string, string>][] = [
    ['without our header', own => without(own, 'X-Iter-Request')],
    ['without Origin', own => without(own, 'Origin')],
    ['from another origin', own => ({ ...own, Origin: 'https://evil.example' })],
    ['from another site', own => ({ ...own, 'Sec-Fetch-Site': 'cross-site' })],
    ['as a form', own => ({ ...own, 'Content-Type': 'application/x-www-form-urlencoded' })],
  ]
  it.each(attempts)('%s is refused', async (_what, change) => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const own = {
      Cookie: clerk.cookie,
      Origin: api.origin,
      'X-Iter-Request': '1',
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': 'application/json',
    }
    const post = (headers: Record<string, string>) =>
      request(`${api.origin}/api/v1/cases/search`, { method: 'POST', headers, body: '{"q":"mensa"}' })
    expect((await post(own)).status).toBe(200)
    expect([403, 415]).toContain((await post(change(own))).status)
  })
})

describe('a session', () => {
  it('ends twelve hours after it began, and with the person', async () => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    expect((await clerk.get('/api/v1/session')).body.permissions['tasks.read']).toEqual([api.town])
    const old = await sessionCookie(api.database, clerk.personId, new Date(Date.now() - 12 * 3_600_000).toISOString())
    expect((await request(`${api.origin}/api/v1/session`, { headers: { Cookie: old } })).status).toBe(401)
    await api.database.asSuperuser('update person set active = false where id = $1', [clerk.personId])
    expect((await clerk.get('/api/v1/session')).status).toBe(401)
  })
})
