import { illFormed } from '../../server/http/well-formed.ts'
import { bearer, request, startApi } from './api.ts'
import type { Api } from './api.ts'
import { aRequest, publishSample } from './procedure.ts'

let api: Api
beforeAll(async () => {
  api = await startApi({ limits: { signInsPerMinute: 3, casesPerMinute: 3 } })
  await publishSample(api.database)
})
afterAll(() => api.stop())

const enrolment = (some: Record<string, unknown> = {}) => ({
  procedure: 'canteen-enrolment',
  request: aRequest(some),
})

describe('text that no table can hold', () => {
  it('is refused with its place, wherever it stands', async () => {
    const portal = bearer(api.origin, await api.token())
    const child = { firstName: 'Lu\0ca', lastName: 'Rossi\uD800', fiscalCode: 'RSSLCU18A01F205C' }
    const answer = await portal.post('/api/v1/cases', enrolment({ child }))
    expect([answer.status, answer.body.errors.map((one: { path: string }) => one.path).toSorted()]).toEqual([
      422,
      ['request.child.firstName', 'request.child.lastName'],
    ])
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    expect((await clerk.send('POST', '/api/v1/cases/search', { q: 'Ro\0ssi' })).status).toBe(422)
    expect((await clerk.get('/api/v1/cases?outcome=%00')).status).toBe(422)
  })

  it('is found in names and at any depth, and whole pairs are text', () => {
    expect(illFormed({ ['a\0']: 1, b: ['😀', '\uDC00'] })).toEqual(['', 'b.1'])
    let deep: unknown = '\0'
    for (let depth = 0; depth < 100_000; depth++) deep = [deep]
    expect(illFormed(deep)).toHaveLength(1)
  })
})

describe('too many requests', () => {
  it('of cases from one portal are told when to come back; another portal is not held up', async () => {
    const portal = bearer(api.origin, await api.token())
    const answers = []
    for (let index = 0; index < 4; index++) answers.push(await portal.post('/api/v1/cases', enrolment()))
    expect(answers.map(one => one.status)).toEqual([201, 201, 201, 429])
    expect(Number(answers[3]!.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answers[3]!.body.kind).toBe('too-many-requests')
    expect((await bearer(api.origin, await api.token()).post('/api/v1/cases', enrolment())).status).toBe(201)
  })

  it('to sign in are counted by address, whatever cookie comes with them', async () => {
    const statuses = []
    for (let index = 0; index < 4; index++) {
      const answer = await request(`${api.origin}/auth/callback?n=${index}`, {
        headers: { Cookie: `iter-sid=${index}` },
      })
      statuses.push(answer.status)
    }
    expect(statuses).toEqual([302, 302, 302, 429])
  })
})

describe('what a page of another site can do', () => {
  it('is nothing: every answer names itself, and files are never taken for something else', async () => {
    const { headers } = await request(`${api.origin}/api/v1/session`)
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('referrer-policy')).toBe('same-origin')
  })
})
