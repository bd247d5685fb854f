import { readFileSync } from 'node:fs'

import { openApiDocument, urlOf } from '../../server/api/openapi.ts'
import { operations } from '../../server/api/operations.ts'
import { routes } from '../../server/routes.ts'
import { bearer, request, startApi } from './api.ts'
import type { Api } from './api.ts'
import { publishSample } from './procedure.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
  await publishSample(api.database)
})
afterAll(() => api.stop())

const named = (one: { method: string; auth: string }, url: string) => `${one.auth} ${one.method} ${url}`

describe('the contract', () => {
  it('has a route for every operation and an operation for every route', () => {
    const served = routes(api.deps).map(({ contract }) => named(contract, urlOf(contract)))
    const described = operations.map(one => named(one, urlOf(one)))
    expect(served.toSorted()).toEqual(described.toSorted())
    expect(new Set(served).size).toBe(served.length)
  })

  it.each(['public', 'console'] as const)('is what the %s document in docs says', audience => {
    const file = audience === 'public' ? 'docs/openapi.json' : 'docs/openapi-console.json'
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(openApiDocument(audience))))
  })

  it('is served', async () => {
    const served = await request(`${api.origin}/openapi.json`)
    expect(served.body.openapi).toBe('3.1.0')
    expect(Object.keys(served.body.paths)).toContain('/api/v1/cases')
  })

  it('answers every list of the console as promised, for a supervisor', async () => {
    const supervisor = await api.signIn({ role: 'supervisor' }, { role: 'administrator' })
    const lists = operations.filter(
      one =>
        one.method === 'get' &&
        one.auth === 'session' &&
        !one.params &&
        !['streamEvents', 'exportCheckpoints'].includes(one.id),
    )
    expect(lists.length).toBeGreaterThan(8)
    for (const list of lists) {
      const query = list.id.startsWith('exportAudit') ? `?municipality=${api.town}` : ''
      const answer = await supervisor.get(urlOf(list) + query)
      expect([list.id, answer.status]).toEqual([list.id, 200])
      expect(answer.headers.get('ratelimit-limit')).toBe('1200')
    }
    const ofTown = operations.filter(
      one => one.method === 'get' && one.path.startsWith('/municipalities/{municipalityId}'),
    )
    for (const list of ofTown.filter(one => !one.path.includes('fareId'))) {
      const answer = await supervisor.get(urlOf(list).replace('{municipalityId}', api.town))
      expect([list.id, answer.status]).toEqual([list.id, 200])
    }
  })
})

describe('a problem', () => {
  it.each([
    ['nobody signed in', 'GET', '/api/v1/session', 401, 'not-signed-in'],
    ['an unknown path', 'GET', '/api/v1/nothing', 404, 'not-found'],
  ])('for %s is problem+json', async (_what, method, path, status, kind) => {
    const answer = await request(api.origin + path, { method })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body).toMatchObject({
      type: `urn:iter:problem:${kind}`,
      status,
      kind,
      instance: expect.stringMatching(/^urn:uuid:/),
    })
  })

  it('for a wrong method names the right ones', async () => {
    const clerk = await api.signIn({ role: 'clerk' })
    const answer = await clerk.send('PUT', '/api/v1/cases', {})
    expect([answer.status, answer.body.kind, answer.headers.get('allow')]).toEqual([
      405,
      'method-not-allowed',
      expect.stringContaining('POST'),
    ])
  })

  it('tells a broken body from a too large one', async () => {
    const token = await api.token()
    const post = (body: string) =>
      request(`${api.origin}/api/v1/cases`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body,
      })
    expect((await post('{')).body.kind).toBe('malformed')
    expect((await post(`"${'x'.repeat(37 * 1024 * 1024)}"`)).body.kind).toBe('too-large')
  })

  it('asks for the Idempotency-Key by name', async () => {
    const answer = await bearer(api.origin, await api.token()).post(
      '/api/v1/cases',
      { procedure: 'x', request: {} },
      'no-uuid',
    )
    expect(answer.body).toMatchObject({ status: 400, detail: expect.stringContaining('Idempotency-Key') })
  })
})

describe('the answers', () => {
  it('carry a strict content security policy and no trace of the framework', async () => {
    const { headers } = await request(`${api.origin}/status`)
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-powered-by')).toBeNull()
  })

  it('say which parts run', async () => {
    const { body } = await request(`${api.origin}/status`)
    expect(body).toMatchObject({
      status: 'degraded',
      parts: [
        { name: 'database', state: 'up' },
        { name: 'temporal', state: 'down' },
        { name: 'worker', state: 'down' },
        { name: 'relay', state: 'up' },
        { name: 'reconciler', state: 'up' },
      ],
    })
    expect((await request(`${api.origin}/healthz/ready`)).status).toBe(200)
    expect((await request(`${api.origin}/metrics`)).text).toContain('iter_http_requests_total')
  })

  it('are refused under a foreign host name', async () => {
    const { hostname, port } = new URL(api.origin)
    const answer = await new Promise<number | undefined>(resolve => {
      void import('node:http').then(({ get }) =>
        get({ hostname, port, path: '/api/v1/session', headers: { Host: 'evil.example' } }, response => {
          response.resume()
          resolve(response.statusCode)
        }),
      )
    })
    expect(answer).toBe(400)
  })
})
