import { citizens } from '../../sandbox/platforms/citizens.ts'
import { aFolder, aSandbox, type Sandbox } from './support.ts'

const dataDir = aFolder()
let sandbox: Sandbox
let base: string
let key: Record<string, string>

beforeAll(async () => {
  sandbox = await aSandbox({ dataDir })
  const { io } = sandbox.credentials.towns[0]!
  base = io.baseUrl
  key = { 'ocp-apim-subscription-key': io.subscriptionKey }
})
afterAll(() => sandbox.close())

const codeOf = (id: string) => citizens.find(citizen => citizen.id === id)!.fiscalCode
const chiara = codeOf('bianchi-chiara')
const teresa = codeOf('marini-teresa')
const simone = codeOf('greco-simone')

const aMessage = (content: object = {}, rest: object = {}) => ({
  content: { subject: 'Iscrizione alla mensa', markdown: 'Gentile genitore, '.repeat(10), ...content },
  ...rest,
})
const aPayment = { amount: 2500, notice_number: '301000000000004285', payee: { fiscal_code: '82000190817' } }

describe('profiles', () => {
  it.each([
    ['on IO', chiara, 200, { sender_allowed: true, preferred_languages: ['it_IT'] }],
    ['who blocked the sender', simone, 200, { sender_allowed: false, preferred_languages: ['it_IT'] }],
    ['not on IO', teresa, 404, expect.objectContaining({ status: 404, title: 'Profile not found' })],
    ['with a wrong check character', 'SPNDNL80R13C555X', 400, expect.objectContaining({ status: 400 })],
  ])('a citizen %s', async (_who, fiscal_code, status, body) => {
    const posted = await sandbox.call('POST', `${base}/profiles`, { headers: key, body: { fiscal_code } })
    expect(posted).toMatchObject({ status, body })
    expect((await sandbox.call('GET', `${base}/profiles/${fiscal_code}`, { headers: key })).status).toBe(status)
  })

  it('needs the key of a service', async () => {
    const headers = { 'ocp-apim-subscription-key': 'not-a-key' }
    const answer = await sandbox.call('POST', `${base}/profiles`, { headers, body: { fiscal_code: chiara } })
    expect(answer.status).toBe(401)
  })

  it('follows a citizen who changes their mind', async () => {
    const change = `${sandbox.urls.control}/citizens/${teresa}/io`
    await sandbox.call('PUT', change, { body: { onIo: true } })
    expect((await sandbox.call('GET', `${base}/profiles/${teresa}`, { headers: key })).status).toBe(200)
    await sandbox.call('PUT', change, { body: { onIo: false } })
  })
})

describe('messages', () => {
  it('creates a message each time it is asked to, and says so in the ledger', async () => {
    const send = () =>
      sandbox.call('POST', `${base}/messages/${chiara}`, {
        headers: { ...key, 'x-correlation-id': 'twice', 'idempotency-key': 'the same' },
        body: aMessage({ payment_data: aPayment }),
      })
    const [first, second] = [await send(), await send()]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(first.body.id).not.toBe(second.body.id)
    const witnessed = await sandbox.ledger('?correlation=twice&kind=message')
    expect(witnessed.map(entry => entry.effect?.id)).toEqual([first.body.id, second.body.id])
  })

  it('shows what became of a message', async () => {
    const sent = await sandbox.call('POST', `${base}/messages`, {
      headers: key,
      body: aMessage({}, { fiscal_code: chiara }),
    })
    expect(sent.headers.get('location')).toContain(sent.body.id)
    const found = await sandbox.call('GET', `${base}/messages/${chiara}/${sent.body.id}`, { headers: key })
    expect(found.body).toMatchObject({
      status: 'PROCESSED',
      message: { id: sent.body.id, feature_level_type: 'STANDARD' },
    })
    const blocked = await sandbox.call('POST', `${base}/messages/${simone}`, { headers: key, body: aMessage() })
    const rejected = await sandbox.call('GET', `${base}/messages/${simone}/${blocked.body.id}`, { headers: key })
    expect(rejected.body.status).toBe('REJECTED')
    expect((await sandbox.call('GET', `${base}/messages/${chiara}/unknown`, { headers: key })).status).toBe(404)
  })

  it.each([
    ['no content', {}],
    ['a subject of 9 characters', aMessage({ subject: '123456789' })],
    ['a subject of 121 characters', aMessage({ subject: 'a'.repeat(121) })],
    ['a text of 79 characters', aMessage({ markdown: 'a'.repeat(79) })],
    ['a notice number of 17 digits', aMessage({ payment_data: { ...aPayment, notice_number: '3'.repeat(17) } })],
    ['an amount of zero', aMessage({ payment_data: { ...aPayment, amount: 0 } })],
    ['more than the service may ask', aMessage({ payment_data: { ...aPayment, amount: 1_000_001 } })],
    ['a due date without a time', aMessage({ due_date: '2026-12-31' })],
    ['the fiscal code in path and body', aMessage({}, { fiscal_code: chiara })],
    ['a lifetime below an hour', aMessage({}, { time_to_live: 3599 })],
  ])('refuses %s', async (_what, body) => {
    const answer = await sandbox.call('POST', `${base}/messages/${chiara}`, { headers: key, body })
    expect(answer).toMatchObject({ status: 400, body: { status: 400, title: expect.any(String) } })
  })

  it('lets a service in test write to its own recipients only', async () => {
    const headers = { 'ocp-apim-subscription-key': 'sandbox-io-restricted' }
    expect((await sandbox.call('POST', `${base}/messages/${chiara}`, { headers, body: aMessage() })).status).toBe(201)
    expect((await sandbox.call('POST', `${base}/messages/${simone}`, { headers, body: aMessage() })).status).toBe(403)
  })
})
