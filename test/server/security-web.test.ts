import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { existsSync, readFileSync, readdirSync } from 'node:fs'

import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { createHttpServer } from '../../server/http/serve.ts'
import { createSessions } from '../../server/sign-in/sessions.ts'
import { bearer, request, sessionCookie, startApi } from './api.ts'
import type { Api } from './api.ts'
import { publishSample } from './procedure.ts'

let api: Api
beforeAll(async () => {
  api = await startApi({ limits: { unknownPerMinute: 20 } })
  await publishSample(api.database)
})
afterAll(() => api.stop())

const minutes = (count: number) => count * 60_000
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString()

describe('a session', () => {
  it('is over after twelve hours, whatever was done with it', async () => {
    const person = await api.signIn({ role: 'clerk' })
    for (const [age, status] of [
      [minutes(11 * 60 + 59), 200],
      [minutes(12 * 60), 401],
    ] as const) {
      const cookie = await sessionCookie(api.database, person.personId, ago(age))
      expect((await request(`${api.origin}/api/v1/session`, { headers: { Cookie: cookie } })).status).toBe(status)
    }
  })

  it('is over after thirty minutes without a request, and lives on with each', async () => {
    const person = await api.signIn({ role: 'clerk' })
    const ends = async () =>
      (
        await api.database.asSuperuser(
          "select round(extract(epoch from expire::timestamptz - now()) / 60) as left from session where sess -> 'signedIn' ->> 'person' = $1",
          [person.personId],
        )
      ).rows[0]?.left
    await api.database.asSuperuser("update session set expire = now() + interval '5 minutes'")
    expect((await person.get('/api/v1/session')).status).toBe(200)
    expect(Number(await ends())).toBe(30)
    await api.database.asSuperuser("update session set expire = now() - interval '1 second'")
    expect((await person.get('/api/v1/session')).status).toBe(401)
  })

  it('is over with the person: at once', async () => {
    const person = await api.signIn({ role: 'clerk' })
    await api.database.asSuperuser('update person set active = false where id = $1', [person.personId])
    expect((await person.get('/api/v1/session')).status).toBe(401)
  })

  it('ends on the server at sign-out: the cookie opens nothing any more', async () => {
    const person = await api.signIn({ role: 'clerk' })
    expect((await person.send('POST', '/auth/logout', {})).status).toBe(200)
    expect((await person.get('/api/v1/session')).status).toBe(401)
  })

  it('is listed for whom it belongs to, and ended by them from elsewhere', async () => {
    const person = await api.signIn({ role: 'clerk' })
    const elsewhere = await sessionCookie(api.database, person.personId, ago(minutes(5)))
    await sessionCookie(api.database, person.personId, ago(minutes(13 * 60)))
    const { body } = await person.get('/api/v1/sessions')
    expect(body.items.map((one: { current: boolean }) => one.current).toSorted()).toEqual([false, true])
    expect(JSON.stringify(body)).not.toContain(decodeURIComponent(elsewhere).slice(11, 40))
    const other = body.items.find((one: { current: boolean }) => !one.current)
    const stranger = await api.signIn({ role: 'administrator' })
    expect((await stranger.send('DELETE', `/api/v1/sessions/${other.id}`)).status).toBe(404)
    expect((await person.send('DELETE', `/api/v1/sessions/${other.id}`)).status).toBe(204)
    const gone = await request(`${api.origin}/api/v1/session`, { headers: { Cookie: elsewhere } })
    expect(gone.status).toBe(401)
    expect((await person.get('/api/v1/session')).status).toBe(200)
  })

  it.each([
    ['made up', 'iter-sid=s%3Amade-up.signature'],
    ['signed by another secret', 'iter-sid=s%3Aabc.0123456789012345678901234567890123456789012'],
    ['of no form', 'iter-sid=%00%ff; iter-sid=x'],
  ])('%s opens nothing', async (_what, cookie) => {
    expect((await request(`${api.origin}/api/v1/session`, { headers: { Cookie: cookie } })).status).toBe(401)
  })
})

/** The same app as a proxy sees it that ends TLS. */
async function behindTls(
  use: (get: (path: string, headers?: Record<string, string>) => Promise<Plain>) => Promise<void>,
) {
  const sessions = createSessions({ databaseUrl: api.database.appUrl, secret: 's'.repeat(32), https: true })
  const begin = () =>
    Promise.resolve({ url: 'https://idp.example/auth', pending: { state: 's', nonce: 'n', verifier: 'v' } })
  const config = { ...api.deps.config, publicUrl: new URL('https://iter.example.it'), trustedProxies: 1 }
  const server = createHttpServer(createApp({ ...api.deps, config, sessions, oidc: { ...api.deps.oidc, begin } }))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    await use((path, headers = {}) => plain(port, path, headers))
  } finally {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
    await sessions.end()
  }
}

interface Plain {
  status: number | undefined
  headers: Record<string, string | string[] | undefined>
}

const plain = (port: number, path: string, headers: Record<string, string>): Promise<Plain> =>
  new Promise((resolve, reject) => {
    const proxy = { Host: 'iter.example.it', 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '192.0.2.1' }
    httpRequest({ port, path, headers: { ...proxy, ...headers } }, response => {
      response.resume()
      resolve({ status: response.statusCode, headers: response.headers })
    })
      .on('error', reject)
      .end()
  })

describe('behind TLS', () => {
  it('the cookie is bound to this host, to https and to the server alone', async () => {
    await behindTls(async get => {
      const { status, headers } = await get('/auth/login?returnTo=/pratiche')
      expect([status, headers['location']]).toEqual([302, 'https://idp.example/auth'])
      const [cookie] = headers['set-cookie'] as string[]
      expect(cookie).toMatch(/^__Host-sid=/)
      for (const flag of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie).toContain(flag)
      expect(cookie).not.toMatch(/Domain=/i)
      // 192 random bits, as express-session makes them.
      expect(decodeURIComponent(cookie!)).toMatch(/=s:[\w-]{32}\./)
    })
  })

  it('every answer says to come back by https only, and what a page may load', async () => {
    await behindTls(async get => {
      for (const path of ['/', '/api/v1/session', '/status', '/openapi.json', '/auth/callback', '/no-such']) {
        const { headers } = await get(path)
        expect([path, headers['strict-transport-security']]).toEqual([path, 'max-age=31536000; includeSubDomains'])
        const policy = String(headers['content-security-policy'])
        for (const part of [
          "default-src 'self'",
          "script-src 'self'",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'",
          "script-src-attr 'none'",
          'report-uri /csp-reports',
          'upgrade-insecure-requests',
        ])
          expect([path, policy]).toEqual([path, expect.stringContaining(part)])
        expect(/script-src[^;]*unsafe|https?:|\*/.test(policy)).toBe(false)
        expect(headers['x-content-type-options']).toBe('nosniff')
        expect(headers['referrer-policy']).toBe('same-origin')
        expect(headers['cross-origin-opener-policy']).toBe('same-origin')
        expect(headers['x-powered-by'] ?? headers['server']).toBeUndefined()
      }
    })
  })

  it('numbers for whoever measures are not for who comes through the proxy', async () => {
    await behindTls(async get => expect((await get('/metrics')).status).toBe(404))
    expect((await request(`${api.origin}/metrics`)).status).toBe(200)
  })

  it('a proxy in front is asked for: without it nobody could say who calls', () => {
    const env = {
      DATABASE_URL: 'postgres://x',
      ITER_MASTER_KEY: Buffer.alloc(32).toString('base64'),
      ITER_PUBLIC_URL: 'https://iter.example.it',
      OIDC_ISSUER: 'https://idp.example.it',
      OIDC_CLIENT_ID: 'iter',
      OIDC_CLIENT_SECRET: 'secret',
      SESSION_SECRET: 's'.repeat(32),
    }
    expect(() => readConfig(env)).toThrow(/ITER_TRUSTED_PROXIES must be at least 1/)
    expect(readConfig({ ...env, ITER_TRUSTED_PROXIES: '1' }).trustedProxies).toBe(1)
    expect(() => readConfig({ ...env, ITER_PUBLIC_URL: 'http://iter.example.it' })).toThrow(/must be https/)
    expect(() => readConfig({ ...env, ITER_TRUSTED_PROXIES: '1', SESSION_SECRET: 'short' })).toThrow()
    const folderOnly = { ...env, ITER_TRUSTED_PROXIES: '1', ITER_CHECKPOINT_DIR: '/x' }
    expect(() => readConfig(folderOnly)).toThrow(/go together/)
  })

  it('the address that limits count is the one the proxy saw, not one that the caller made up', async () => {
    await behindTls(async get => {
      const made = (n: number) => ({ 'X-Forwarded-For': `198.51.100.${n}, 192.0.2.7` })
      const left = async (n: number) => Number((await get('/status', made(n))).headers['ratelimit-remaining'])
      expect((await left(1)) - (await left(2))).toBe(1)
    })
  })
})

describe('a connection', () => {
  const quick = { headers: 300, request: 600, idle: 300, lookEvery: 50 }
  const listening = async (use: (port: number) => Promise<void>) => {
    const server = createHttpServer((_request, response) => response.end('ok'), quick)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    try {
      await use((server.address() as AddressInfo).port)
    } finally {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }
  /** Says something raw and hears until the other side hangs up. */
  const said = (port: number, ...parts: string[]): Promise<string> =>
    new Promise(resolve => {
      const socket = connect(port, '127.0.0.1')
      let heard = ''
      socket.on('data', data => (heard += data.toString()))
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(heard))
      for (const part of parts) socket.write(part)
    })

  it.each([
    ['sends its headers drop by drop', ['GET / HTTP/1.1\r\nHost: x\r\nX-A: '], 408, 'too-slow'],
    ['sends its body drop by drop', ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nab'], 408, 'too-slow'],
    [
      'sends endless headers',
      [`GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'y'.repeat(20_000)}\r\n\r\n`],
      431,
      'headers-too-large',
    ],
    ['speaks no HTTP', ['\x16\x03\x01\x02\x00\x01\r\n\r\n'], 400, 'malformed'],
    [
      'says its length twice, to smuggle',
      ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET'],
      400,
      'malformed',
    ],
    ['names two hosts', ['GET / HTTP/1.1\r\nHost: x\r\nHost : y\r\n\r\n'], 400, 'malformed'],
  ])('that %s is told so and let go', async (_what, parts, status, kind) => {
    await listening(async port => {
      const heard = await said(port, ...parts)
      const [head, body] = heard.slice(heard.lastIndexOf('HTTP/1.1')).split('\r\n\r\n')
      // A body that never comes may have been answered already; it is hung up on all the same.
      if (heard.startsWith('HTTP/1.1 200')) return
      expect(head).toContain(`HTTP/1.1 ${status}`)
      expect(head).toContain('application/problem+json')
      expect(JSON.parse(body!)).toMatchObject({ status, kind })
    })
  })
})

describe('what a browser was kept from', () => {
  it('comes as a line in the log, a few a minute, and never as a fault', async () => {
    const post = (body: string) =>
      request(`${api.origin}/csp-reports`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/csp-report' },
        body,
      })
    const report = { 'csp-report': { 'effective-directive': 'script-src', 'blocked-uri': 'https://evil.example/x?y' } }
    expect((await post(JSON.stringify(report))).status).toBe(204)
    expect((await post('{')).status).toBe(400)
    expect((await post(`"${'x'.repeat(20_000)}"`)).status).toBe(413)
    const statuses = []
    for (let index = 0; index < 30; index++) statuses.push((await post('{}')).status)
    expect(statuses.at(-1)).toBe(429)
  })
})

describe('nothing is told of how it is made', () => {
  it.each([
    '/.git/config',
    '/.env',
    '/package.json',
    '/server/main.ts',
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/',
  ])('%s is no file of ours', async path => {
    const { status, text } = await request(api.origin + path)
    expect(status).toBe(404)
    expect(text).not.toMatch(/"dependencies"|\[core\]|import /)
  })

  it('a defect says nothing about itself', async () => {
    const person = await api.signIn({ role: 'clerk' })
    const list = jest.spyOn(api.deps.db, 'withTenants').mockRejectedValueOnce(new Error('select secret from "person"'))
    const answer = await person.get('/api/v1/cases')
    list.mockRestore()
    expect([answer.status, answer.body.kind, answer.body.detail]).toEqual([500, 'defect', undefined])
    expect(answer.text).not.toContain('secret')
  })

  it('the console is built without source maps', () => {
    const text = readFileSync('console/vite.config.ts', 'utf8')
    expect(text).not.toMatch(/sourcemap:\s*(true|'inline')/)
    if (!existsSync('dist/console/assets')) return
    expect(readdirSync('dist/console/assets').filter(name => name.endsWith('.map'))).toEqual([])
  })
})

it('answers hold no personal data that a cache would keep', async () => {
  const person = await api.signIn({ role: 'supervisor' })
  for (const path of ['/api/v1/session', '/api/v1/cases', '/api/v1/tasks'])
    expect((await person.get(path)).headers.get('cache-control')).toBe('no-store')
})

describe('who guesses', () => {
  it('at tokens is held up by address, however many different ones, and nobody else is', async () => {
    const known = await api.signIn({ role: 'clerk' })
    expect((await known.get('/api/v1/session')).status).toBe(200)
    const answers = []
    for (let index = 0; index < 24; index++)
      answers.push(await bearer(api.origin, `iter_${api.town}_${'x'.repeat(40)}${100 + index}`).get('/api/v1/cases/x'))
    expect(answers.map(one => one.status).slice(0, 12)).toEqual(Array.from({ length: 12 }, () => 401))
    const last = answers.at(-1)!
    expect([last.status, last.body.kind]).toEqual([429, 'too-many-requests'])
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(last.headers.get('ratelimit-limit')).toBe('1200')
    expect((await known.get('/api/v1/session')).status).toBe(200)
  })
})
