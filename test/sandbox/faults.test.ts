import { request } from 'node:http'
import { aFolder, aSandbox, type Sandbox } from './support.ts'

const dataDir = aFolder()
let sandbox: Sandbox
let url: string
let headers: Record<string, string>

beforeAll(async () => {
  sandbox = await aSandbox({ dataDir })
  const { register } = sandbox.credentials.towns[0]!
  url = `${register.baseUrl}/protocol`
  headers = { authorization: `Bearer ${register.token}` }
})
afterEach(() => sandbox.call('DELETE', `${sandbox.urls.control}/faults`))
afterAll(() => sandbox.close())

const register = (key: string) =>
  sandbox.call('POST', url, {
    headers: { ...headers, 'idempotency-key': key },
    body: { direction: 'in', subject: 'Domanda' },
  })
const found = async (key: string) => (await sandbox.call('GET', `${url}?key=${key}`, { headers })).body.items

it('down: the connection is cut and nothing happens', async () => {
  await sandbox.setFault('register', { kind: 'down', times: 2 })
  expect((await register('down')).status).toBe(0)
  expect((await register('down')).status).toBe(0)
  expect(await found('down')).toEqual([])
  expect(await sandbox.ledger('?key=down&call=register.create')).toMatchObject([
    { status: null, fault: 'down' },
    { status: null, fault: 'down' },
  ])
})

it('error and rate-limited: answered, nothing happens', async () => {
  await sandbox.setFault('register', { kind: 'error', times: 1 })
  expect((await register('error')).status).toBe(500)
  await sandbox.setFault('register', { kind: 'rate-limited', seconds: 7 })
  const limited = await register('error')
  expect(limited.status).toBe(429)
  expect(limited.headers.get('retry-after')).toBe('7')
  await sandbox.call('DELETE', `${sandbox.urls.control}/faults/register`)
  expect(await found('error')).toEqual([])
})

it('answer-lost: it happens, nobody is told; calls without an effect are answered', async () => {
  await sandbox.setFault('register', { kind: 'answer-lost', times: 1 })
  expect(await found('lost')).toEqual([])
  expect((await register('lost')).status).toBe(0)
  expect(await found('lost')).toHaveLength(1)
  expect(await sandbox.ledger('?key=lost&kind=protocol')).toMatchObject([{ status: null, fault: 'answer-lost' }])
})

it('malformed: it happens, the answer is no JSON', async () => {
  await sandbox.setFault('register', { kind: 'malformed', times: 1 })
  const answer = await register('malformed')
  expect(answer).toMatchObject({ status: 201, body: undefined })
  expect(answer.text).not.toBe('')
  expect(await found('malformed')).toHaveLength(1)
})

it('slow: the answer waits, whoever gives up', async () => {
  await sandbox.setFault('register', { kind: 'slow', seconds: 0.05, times: 1 })
  expect((await register('slow')).status).toBe(201)
  await sandbox.setFault('register', { kind: 'slow', seconds: 3600, times: 1 })
  const gaveUp = await new Promise(resolve => {
    const call = request(`${url}?key=slow`, { headers, signal: AbortSignal.timeout(50) })
    call.once('error', error => resolve(error.name))
    call.end()
  })
  expect(gaveUp).toBe('AbortError')
})

it('hits the call it names, on its platform, for as long as it is set', async () => {
  await sandbox.setFault('register', { kind: 'error', call: 'register.find' })
  await sandbox.setFault('io', { kind: 'down' })
  expect((await register('named')).status).toBe(201)
  expect((await sandbox.call('GET', `${url}?key=named`, { headers })).status).toBe(500)
  expect((await sandbox.call('GET', `${url}?key=named`, { headers })).status).toBe(500)
  expect((await sandbox.call('GET', `${sandbox.urls.control}/faults`)).body.faults).toMatchObject({
    io: { kind: 'down' },
    register: { kind: 'error' },
  })
})

it.each([
  ['ovens', { kind: 'down' }, 404],
  ['io', { kind: 'tired' }, 400],
  ['io', { kind: 'down', times: 0 }, 400],
  ['io', { kind: 'down', colour: 'red' }, 400],
])('a fault on %s like %j is answered %i', async (platform, body, status) => {
  expect((await sandbox.call('PUT', `${sandbox.urls.control}/faults/${platform}`, { body })).status).toBe(status)
})
