import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { createGuard, type CircuitChange } from '../../activities/kernel/guard.ts'
import { createPlatformClient } from '../../activities/kernel/platform-client.ts'
import { retryAfterSeconds } from '../../activities/kernel/platform-errors.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

let handler: Handler = (_request, response) => response.end()
let server: Server
let baseUrl: string

beforeAll(async () => {
  server = createServer((request, response) => handler(request, response))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const limits = { threshold: 2, openMs: 1000, maxOpenMs: 1000, perSecond: 1000, burst: 1000, slots: 2 }

function aClient(some: { url?: string; timeoutMs?: number; signal?: AbortSignal; slots?: number } = {}) {
  const changes: CircuitChange[] = []
  let now = 0
  const guard = createGuard({
    limits: () => ({ ...limits, slots: some.slots ?? limits.slots }),
    now: () => now,
    onChange: change => changes.push(change),
  })
  const client = createPlatformClient({
    counterpart: { platform: 'io', origin: some.url ?? baseUrl, municipality: null },
    baseUrl: some.url ?? baseUrl,
    guard,
    signal: some.signal ?? new AbortController().signal,
    timeoutMs: some.timeoutMs ?? 5000,
    patience: 0,
    correlation: 'town:case:step:1',
  })
  return { client, changes, pass: (ms: number) => (now += ms) }
}

const answers = { 200: z.object({ id: z.string() }) }
const get = { method: 'GET', path: '/profiles/RSSMRA80A01F205X', answers } as const
const post = { method: 'POST', path: '/messages', body: '{}', unrepeatable: true, answers } as const
const calls = { 'a question': get, 'an unrepeatable call': post }
const saying = (status: number, body = '', headers: Record<string, string> = {}): Handler => {
  return (_request, response) => response.writeHead(status, headers).end(body)
}
function withResolvers<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>(done => (resolve = done))
  return { promise, resolve }
}
const errorOf = (running: Promise<unknown>) =>
  running.then(
    () => null,
    error => error,
  )

describe('what the outside answers', () => {
  it('is read by the schema of its status, with the correlation sent along', async () => {
    let seen: string | undefined
    handler = (request, response) => {
      seen = request.headers['x-correlation-id'] as string
      response.end('{"id":"x","more":1}')
    }
    await expect(aClient().client.call(get)).resolves.toEqual({ status: 200, body: { id: 'x' } })
    expect(seen).toBe('town:case:step:1')
  })

  it.each([
    [429, 'a question', 'unavailable', 'io-rate-limited', false],
    [503, 'an unrepeatable call', 'unavailable', 'io-unavailable', false],
    [500, 'a question', 'unavailable', 'io-error', true],
    [502, 'an unrepeatable call', 'unknown-outcome', 'io-error', true],
    [401, 'a question', 'misconfigured', 'io-unauthorised', false],
    [403, 'an unrepeatable call', 'misconfigured', 'io-unauthorised', false],
    [400, 'an unrepeatable call', 'refused', 'io-refused', false],
    [422, 'a question', 'refused', 'io-refused', false],
    [204, 'an unrepeatable call', 'unknown-outcome', 'io-malformed', true],
  ] as const)('%i to %s', async (status, name, kind, code, touched) => {
    handler = saying(status, status === 204 ? '' : '{"title":"Told so","detail":"RSSMRA80A01F205X"}')
    const error = await errorOf(aClient().client.call(calls[name]))
    expect(error).toMatchObject({ kind, code, touched, platform: 'io' })
    expect(error.detail).not.toContain('RSSMRA')
    expect(error.message).not.toContain('RSSMRA')
  })

  it.each([
    ['a question', 'unavailable'],
    ['an unrepeatable call', 'unknown-outcome'],
  ] as const)('cut after the request was sent: %s', async (name, kind) => {
    handler = request => request.socket.destroy()
    await expect(errorOf(aClient().client.call(calls[name]))).resolves.toMatchObject({ kind, touched: true })
  })

  it.each([
    ['half of it', '{"id":'],
    ['another shape', '{"id":7}'],
  ])('malformed, %s', async (_what, body) => {
    handler = saying(200, body)
    await expect(errorOf(aClient().client.call(get))).resolves.toMatchObject({
      kind: 'unavailable',
      code: 'io-malformed',
    })
    await expect(errorOf(aClient().client.call(post))).resolves.toMatchObject({
      kind: 'unknown-outcome',
      code: 'io-malformed',
    })
  })

  it('a port where nobody listens was not touched, whatever the call', async () => {
    const gone = createServer()
    await new Promise<void>(done => gone.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`
    await new Promise(done => gone.close(done))
    const closed = aClient({ url })
    await expect(errorOf(closed.client.call(post))).resolves.toMatchObject({
      kind: 'unavailable',
      code: 'io-unreachable',
      touched: false,
    })
  })

  it('no answer in time may have been carried out', async () => {
    handler = () => {}
    const error = await errorOf(aClient({ timeoutMs: 50 }).client.call(post))
    expect(error).toMatchObject({ kind: 'unknown-outcome', code: 'io-timeout', touched: true })
  })

  it('asks for the wait that the platform wants', async () => {
    handler = saying(429, '', { 'retry-after': '7' })
    await expect(errorOf(aClient().client.call(get))).resolves.toMatchObject({ retryAfterSeconds: 7 })
    const date = 'Sun, 22 Nov 2026 10:00:30 GMT'
    expect(retryAfterSeconds(date, Date.parse('2026-11-22T10:00:00Z'))).toBe(30)
    expect(retryAfterSeconds('soon')).toBe(0)
  })

  it('does not follow a redirection with the town’s key', async () => {
    handler = saying(302, '', { location: 'http://127.0.0.1:1/elsewhere' })
    await expect(errorOf(aClient().client.call(get))).resolves.toMatchObject({ kind: 'unavailable' })
  })
})

describe('the guard around it', () => {
  it('opens after failures in a row, answers at once, and closes after a good trial', async () => {
    const { client, changes, pass } = aClient()
    handler = saying(500)
    await errorOf(client.call(get))
    await errorOf(client.call(get))
    handler = saying(200, '{"id":"x"}')
    await expect(errorOf(client.call(get))).resolves.toMatchObject({ kind: 'unavailable', code: 'circuit-open' })
    pass(1000)
    await client.call(get)
    await client.call(get)
    expect(changes.map(({ state, error }) => [state, error])).toEqual([
      ['down', 'io-error'],
      ['up', null],
    ])
  })

  it('counts a refusal as a sign of life', async () => {
    const { client, changes } = aClient()
    for (const status of [500, 400, 500, 401, 500]) {
      handler = saying(status)
      await errorOf(client.call(get))
    }
    expect(changes.map(change => change.state)).toEqual(['up'])
  })

  it('tells once that a platform answers: a killed process may have left it marked as down', async () => {
    const { client, changes } = aClient()
    handler = saying(200, '{"id":"x"}')
    await client.call(get)
    await client.call(get)
    expect(changes).toEqual([expect.objectContaining({ state: 'up', error: null })])
  })

  it('sends nothing more while the platform asks to slow down', async () => {
    const { client, pass } = aClient()
    handler = saying(429, '', { 'retry-after': '5' })
    await errorOf(client.call(get))
    handler = saying(200, '{"id":"x"}')
    await expect(errorOf(client.call(get))).resolves.toMatchObject({ code: 'circuit-open' })
    pass(5002)
    await expect(client.call(get)).resolves.toMatchObject({ status: 200 })
  })

  it('is full when its slots are taken', async () => {
    const { client } = aClient({ slots: 1 })
    const { promise: arrived, resolve: arrive } = withResolvers<ServerResponse>()
    handler = (_request, response) => arrive(response)
    const first = client.call(get)
    const second = await errorOf(client.call(get))
    expect(second).toMatchObject({ kind: 'unavailable', code: 'circuit-open', touched: false })
    ;(await arrived).end('{"id":"x"}')
    await expect(first).resolves.toMatchObject({ status: 200 })
  })
})
