import { randomUUID } from 'node:crypto'

import { urlOf } from '../../server/api/openapi.ts'
import { operations } from '../../server/api/operations.ts'
import { request, startApi } from './api.ts'
import type { Api, Browser } from './api.ts'

let api: Api
let person: Browser
beforeAll(async () => {
  api = await startApi()
  person = await api.signIn({ role: 'supervisor' }, { role: 'administrator' })
})
afterAll(() => api.stop())

const unsafe = [
  ...operations
    .filter(one => one.method !== 'get' && one.auth === 'session')
    .map(one => ({ method: one.method, url: urlOf(one).replaceAll(/\{\w+\}/g, () => randomUUID()) })),
  { method: 'post', url: '/auth/logout' },
]

const whole = (): Record<string, string> => ({
  Cookie: person.cookie,
  Origin: api.origin,
  'Sec-Fetch-Site': 'same-origin',
  'X-Iter-Request': '1',
  'Content-Type': 'application/json',
  'Idempotency-Key': randomUUID(),
})

const ask = async (method: string, url: string, headers: Record<string, string>) => {
  const answer = await request(api.origin + url, { method: method.toUpperCase(), headers, body: '{}' })
  return [answer.status, answer.body?.kind]
}

const without = (name: string) => {
  const { [name]: _gone, ...rest } = whole()
  return rest
}

/** Each piece that says "this page of ours asked", taken away or bent; the others stay. */
const pieces: [string, () => Record<string, string>, [number, string]][] = [
  ['our own header', () => without('X-Iter-Request'), [403, 'cross-site']],
  ['our own header with another value', () => ({ ...whole(), 'X-Iter-Request': 'true' }), [403, 'cross-site']],
  ['Origin', () => without('Origin'), [403, 'cross-site']],
  ['Origin of another site', () => ({ ...whole(), Origin: 'https://evil.example' }), [403, 'cross-site']],
  ['Origin null, of a sandboxed frame', () => ({ ...whole(), Origin: 'null' }), [403, 'cross-site']],
  ['Origin on another port', () => ({ ...whole(), Origin: 'http://127.0.0.1:1' }), [403, 'cross-site']],
  ['Sec-Fetch-Site cross-site', () => ({ ...whole(), 'Sec-Fetch-Site': 'cross-site' }), [403, 'cross-site']],
  ['Sec-Fetch-Site same-site', () => ({ ...whole(), 'Sec-Fetch-Site': 'same-site' }), [403, 'cross-site']],
  ['Sec-Fetch-Site none', () => ({ ...whole(), 'Sec-Fetch-Site': 'none' }), [403, 'cross-site']],
  [
    'the content type that a form sends',
    () => ({ ...whole(), 'Content-Type': 'text/plain' }),
    [415, 'unsupported-media-type'],
  ],
  [
    'the content type of an encoded form',
    () => ({ ...whole(), 'Content-Type': 'application/x-www-form-urlencoded' }),
    [415, 'unsupported-media-type'],
  ],
]

describe('every unsafe operation', () => {
  it('is among those tried', () => {
    expect(unsafe.length).toBeGreaterThan(20)
  })

  it.each(pieces)('is refused without %s', async (_what, headers, refused) => {
    for (const { method, url } of unsafe) {
      expect([method, url, ...(await ask(method, url, headers()))]).toEqual([method, url, ...refused])
    }
    expect((await person.get('/api/v1/session')).status).toBe(200)
  })

  it('is refused without a session', async () => {
    for (const { method, url } of unsafe.filter(one => one.url !== '/auth/logout')) {
      expect([method, url, ...(await ask(method, url, without('Cookie')))]).toEqual([method, url, 401, 'not-signed-in'])
    }
  })

  it('is let through with all of them: what is then wrong is something else', async () => {
    for (const { method, url } of unsafe.filter(one => one.url !== '/auth/logout')) {
      const [status, kind] = await ask(method, url, whole())
      expect([method, url, kind === 'cross-site' || kind === 'not-signed-in', Number(status) < 500]).toEqual([
        method,
        url,
        false,
        true,
      ])
    }
  })

  it('stays refused where a browser sends no Sec-Fetch-Site and anything else is missing', async () => {
    const { 'Sec-Fetch-Site': _site, 'X-Iter-Request': _own, ...old } = whole()
    const { 'Sec-Fetch-Site': _site2, Origin: _origin, ...older } = whole()
    for (const headers of [old, older])
      expect(await ask('post', '/api/v1/audit/verify', headers)).toEqual([403, 'cross-site'])
  })

  it('cannot be reached by a safe method, nor by a method named in a header or the query', async () => {
    const token = { ...whole(), 'X-HTTP-Method-Override': 'DELETE' }
    expect((await request(`${api.origin}/api/v1/session?_method=DELETE`, { headers: token })).status).toBe(200)
    for (const method of ['TRACE', 'CONNECT', 'PATCH']) {
      const status = await fetch(`${api.origin}/api/v1/cases`, { method, headers: whole() }).then(
        answer => answer.status,
        () => 0,
      )
      expect([method, status >= 400 || status === 0]).toEqual([method, true])
    }
  })
})

it('no answer allows another origin to read it', async () => {
  const preflight = await request(`${api.origin}/api/v1/cases`, {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://evil.example',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'x-iter-request',
    },
  })
  const read = await request(`${api.origin}/api/v1/session`, {
    headers: { Origin: 'https://evil.example', Cookie: person.cookie },
  })
  for (const answer of [preflight, read]) {
    expect([...answer.headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([])
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  }
})
