import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { aFolder, aSandbox, type Sandbox } from './support.ts'

const dataDir = aFolder()
let sandbox: Sandbox
let base: string
let receipts: string
let headers: Record<string, string>
const organization = '82000190817'

beforeAll(async () => {
  sandbox = await aSandbox({ dataDir })
  const { pagopa } = sandbox.credentials.towns[0]!
  base = `${pagopa.baseUrl}/organizations/${organization}/debtpositions`
  receipts = `${pagopa.receiptsUrl}/organizations/${organization}/receipts`
  headers = { 'ocp-apim-subscription-key': pagopa.subscriptionKey }
})
afterAll(() => sandbox.close())

let counter = 0
const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString()

/** A position with numbers of its own; changes go to the position, its option and its transfer. */
function aPosition(changes: object = {}, option: object = {}, transfer: object = {}) {
  counter += 1
  return {
    iupd: `ITER-${counter}`,
    type: 'F',
    fiscalCode: 'BNCCHR88D57D142S',
    fullName: 'Chiara Bianchi',
    companyName: 'Comune di Ripalta Cremasca',
    switchToExpired: false,
    paymentOption: [
      {
        iuv: `01${String(counter).padStart(15, '0')}`,
        amount: 2500,
        description: 'Mensa scolastica, prima ricarica',
        isPartialPayment: false,
        dueDate: nextMonth,
        transfer: [
          {
            idTransfer: '1',
            amount: 2500,
            remittanceInformation: 'Mensa scolastica',
            category: '9/0101108TS/',
            iban: 'IT60X0542811101000000123456',
            ...transfer,
          },
        ],
        ...option,
      },
    ],
    ...changes,
  }
}

const twice = (position: ReturnType<typeof aPosition>) => ({
  ...position,
  paymentOption: [...position.paymentOption, ...position.paymentOption],
})

const create = (body: object, publish = true) =>
  sandbox.call('POST', `${base}${publish ? '?toPublish=true' : ''}`, { headers, body })
const get = (iupd: string) => sandbox.call('GET', `${base}/${iupd}`, { headers })
const pay = (nav: string, again = '') =>
  sandbox.call('POST', `${sandbox.urls.control}/payments/${nav}/pay${again}`, {
    body: { organizationFiscalCode: organization },
  })

describe('debt positions', () => {
  it('are created valid, with the notice number made from the IUV', async () => {
    const position = aPosition()
    const created = await create(position)
    expect(created).toMatchObject({ status: 201, body: { iupd: position.iupd, status: 'VALID' } })
    const found = await get(position.iupd)
    expect(found.body.paymentOption[0]).toMatchObject({
      nav: `3${position.paymentOption[0]!.iuv}`,
      status: 'PO_UNPAID',
      amount: 2500,
    })
    expect(await sandbox.ledger(`?kind=position&key=${position.iupd}`)).toHaveLength(1)
  })

  it('are drafts until published, and published ones wait for their date', async () => {
    const draft = aPosition()
    expect((await create(draft, false)).body.status).toBe('DRAFT')
    expect(await pay(`3${draft.paymentOption[0]!.iuv}`)).toMatchObject({ status: 409 })
    const published = await sandbox.call('POST', `${base}/${draft.iupd}/publish`, { headers })
    expect(published).toMatchObject({ status: 200, body: { status: 'VALID' } })
    expect((await sandbox.call('POST', `${base}/${draft.iupd}/publish`, { headers })).status).toBe(409)
    expect((await create(aPosition({ validityDate: tomorrow }))).body.status).toBe('PUBLISHED')
  })

  it.each([
    ['iupd', (first: any) => aPosition({ iupd: first.iupd })],
    ['iuv', (first: any) => aPosition({}, { iuv: first.paymentOption[0].iuv, nav: '301999999999999999' })],
    ['nav', (first: any) => aPosition({}, { nav: `3${first.paymentOption[0].iuv}` })],
  ])('are refused with an %s that is there already', async (what, second) => {
    const first = aPosition()
    await create(first)
    const answer = await create(second(first))
    expect(answer).toMatchObject({ status: 409, body: { status: 409, detail: expect.stringContaining(what) } })
  })

  it.each([
    ['transfers that do not make the amount', () => aPosition({}, {}, { amount: 2400 })],
    ['an amount of zero', () => aPosition({}, { amount: 0 })],
    ['an IBAN and a stamp missing', () => aPosition({}, {}, { iban: undefined })],
    ['a due date in the past', () => aPosition({}, { dueDate: '2020-01-01T00:00:00Z' })],
    ['a due date before it is valid', () => aPosition({ validityDate: nextMonth }, { dueDate: tomorrow })],
    ['no debtor', () => aPosition({ fullName: undefined })],
    ['a description of 141 characters', () => aPosition({}, { description: 'a'.repeat(141) })],
    ['no option', () => aPosition({ paymentOption: [] })],
    ['one iuv for two options', () => twice(aPosition())],
  ])('are refused with %s', async (_what, position) => {
    const answer = await create(position())
    expect(answer).toMatchObject({ status: 400, body: { title: 'Bad Request', detail: expect.any(String) } })
  })

  it('can be changed, invalidated and deleted while nothing was paid', async () => {
    const position = aPosition()
    await create(position)
    const changed = { ...position, fullName: 'Chiara Maria Bianchi' }
    const put = await sandbox.call('PUT', `${base}/${position.iupd}?toPublish=true`, { headers, body: changed })
    expect(put).toMatchObject({ status: 200, body: { fullName: 'Chiara Maria Bianchi', status: 'VALID' } })
    const invalid = await sandbox.call('POST', `${base}/${position.iupd}/invalidate`, { headers })
    expect(invalid.body.status).toBe('INVALID')
    expect((await sandbox.call('PUT', `${base}/${position.iupd}`, { headers, body: changed })).status).toBe(409)
    expect((await sandbox.call('DELETE', `${base}/${position.iupd}`, { headers })).status).toBe(200)
    expect((await get(position.iupd)).status).toBe(404)
  })

  it('are listed by status, page by page', async () => {
    const { body } = await sandbox.call('GET', `${base}?status=INVALID&limit=5&page=0`, { headers })
    expect(body).toMatchObject({ payment_position_list: [], page_info: { page: 0, limit: 5, items_found: 0 } })
  })

  it('belong to the organisation of the key', async () => {
    expect((await sandbox.call('GET', `${base}/x`, { headers: { 'ocp-apim-subscription-key': 'no' } })).status).toBe(
      401,
    )
    const other = base.replace(organization, '82000190551')
    expect((await sandbox.call('GET', `${other}/x`, { headers })).status).toBe(403)
  })
})

describe('a payment', () => {
  it('closes the position and leaves a receipt that can be read', async () => {
    const position = aPosition()
    await create(position)
    const { iuv } = position.paymentOption[0]!
    const paid = await pay(`3${iuv}`)
    expect(paid).toMatchObject({ status: 200, body: { receipt: { paymentAmount: 25, creditorReferenceId: iuv } } })
    const found = (await get(position.iupd)).body
    expect(found).toMatchObject({ status: 'PAID', paymentOption: [{ status: 'PO_PAID' }] })
    const { idReceipt } = found.paymentOption[0]
    const receipt = await sandbox.call('GET', `${receipts}/${idReceipt}/paymentoptions/${iuv}`, { headers })
    expect(receipt.body).toEqual(paid.body.receipt)
    expect((await sandbox.call('GET', `${receipts}/${idReceipt}`, { headers })).status).toBe(200)
    expect((await sandbox.call('GET', `${receipts}/unknown`, { headers })).status).toBe(404)
    expect((await sandbox.call('GET', receipts, { headers })).body.receipts).toContainEqual(paid.body.receipt)
    expect((await sandbox.call('DELETE', `${base}/${position.iupd}`, { headers })).status).toBe(409)
  })

  it('happens once, unless it is asked to happen again', async () => {
    const position = aPosition()
    await create(position)
    const nav = `3${position.paymentOption[0]!.iuv}`
    expect((await pay(nav, '-again')).status).toBe(409)
    const first = await pay(nav)
    expect((await pay(nav)).status).toBe(409)
    const second = await pay(nav, '-again')
    expect(second.body.receipt.receiptId).not.toBe(first.body.receipt.receiptId)
    expect(await sandbox.ledger(`?kind=payment&key=${nav}`)).toHaveLength(2)
  })

  it('by instalments is partial until the last one', async () => {
    const position = aPosition({}, { isPartialPayment: true })
    const second = { ...position.paymentOption[0]!, iuv: '01999900000000001' }
    await create({ ...position, paymentOption: [...position.paymentOption, second] })
    await pay(`3${position.paymentOption[0]!.iuv}`)
    expect((await get(position.iupd)).body.status).toBe('PARTIALLY_PAID')
    await pay(`3${second.iuv}`)
    expect((await get(position.iupd)).body.status).toBe('PAID')
  })
})

describe('a receipt is pushed', () => {
  let creditor: Server
  let refusals = 0
  const taken: { token: string | undefined; receiptId: string }[] = []
  let arrived: () => void = () => undefined

  beforeAll(async () => {
    creditor = createServer((request, response) => {
      request.setEncoding('utf8')
      let text = ''
      request.on('data', chunk => (text += chunk))
      request.on('end', () => {
        const refused = refusals > 0
        if (refused) refusals -= 1
        else taken.push({ token: request.headers.authorization, receiptId: JSON.parse(text).receiptId })
        response.writeHead(refused ? 503 : 204).end()
        arrived()
      })
    })
    await new Promise<void>(resolve => creditor.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(creditor.address() as AddressInfo).port}/receipts`
    await sandbox.call('PUT', `${sandbox.urls.control}/callbacks/${organization}`, { body: { url, token: 'secret' } })
    // What was paid before the callback was known comes at once.
    const earlier = (await sandbox.call('GET', receipts, { headers })).body.receipts.length
    await until(() => taken.length === earlier)
  })
  afterAll(() => new Promise(resolve => creditor.close(resolve)))

  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>(resolve => (arrived = resolve))
  }
  const payOne = async () => {
    const position = aPosition()
    await create(position)
    return (await pay(`3${position.paymentOption[0]!.iuv}`)).body.receipt.receiptId as string
  }
  const pushesOf = (receiptId: string) => taken.filter(push => push.receiptId === receiptId)

  it('with the creditor’s token', async () => {
    const receiptId = await payOne()
    await until(() => pushesOf(receiptId).length === 1)
    expect(pushesOf(receiptId)).toEqual([{ token: 'Bearer secret', receiptId }])
  })

  it('again until it is taken', async () => {
    refusals = 2
    const receiptId = await payOne()
    await until(() => pushesOf(receiptId).length === 1)
    expect(refusals).toBe(0)
  })

  it('twice when that fault is set', async () => {
    await sandbox.setFault('pagopa', { kind: 'duplicate-callback', times: 1 })
    const receiptId = await payOne()
    await until(() => pushesOf(receiptId).length === 2)
    expect((await sandbox.call('GET', `${sandbox.urls.control}/faults`)).body).toEqual({ faults: {} })
  })

  it('and never shows its token', async () => {
    const { text } = await sandbox.call('GET', `${sandbox.urls.control}/callbacks`)
    expect(text).not.toContain('secret')
  })
})
