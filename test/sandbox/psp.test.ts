import { aFolder, aSandbox, type Sandbox } from './support.ts'

const dataDir = aFolder()
let sandbox: Sandbox
let fdrs: string
let headers: Record<string, string>
const organization = '82000190817'

beforeAll(() => open())
afterAll(() => sandbox.close())

async function open(): Promise<void> {
  sandbox = await aSandbox({ dataDir })
  const { pagopa } = sandbox.credentials.towns[0]!
  fdrs = `${pagopa.fdrUrl}/organizations/${organization}/fdrs`
  headers = { 'ocp-apim-subscription-key': pagopa.subscriptionKey }
}

const control = (path: string) => `${sandbox.urls.control}${path}`
const get = (url: string) => sandbox.call('GET', url, { headers })
const order = (trap?: number) =>
  sandbox.call('POST', control('/psp/payouts'), {
    body: { organizationFiscalCode: organization, ...(trap !== undefined && { trap }) },
  })

let counter = 0
/** A notice of that amount, paid. */
async function aPayment(cents: number, how = 'pay'): Promise<string> {
  counter += 1
  const iuv = `01${String(counter).padStart(15, '0')}`
  const transfer = { idTransfer: '1', amount: cents, remittanceInformation: 'x', category: '9/', iban: 'IT00X' }
  const option = { iuv, amount: cents, description: 'Mensa', isPartialPayment: false, dueDate: '2099-12-31T00:00:00Z' }
  const position = {
    iupd: `ITER-${counter}`,
    type: 'F',
    fiscalCode: 'BNCCHR88D57D142S',
    fullName: 'Chiara Bianchi',
    companyName: 'Comune',
    switchToExpired: false,
    paymentOption: [{ ...option, transfer: [transfer] }],
  }
  const { baseUrl } = sandbox.credentials.towns[0]!.pagopa
  const url = `${baseUrl}/organizations/${organization}/debtpositions?toPublish=true`
  expect((await sandbox.call('POST', url, { headers, body: position })).status).toBe(201)
  expect((await sandbox.call('POST', control(`/payments/3${iuv}/${how}`), { body: {} })).status).toBe(200)
  return iuv
}

it('reports what was paid, page by page, and remembers it', async () => {
  expect(await order()).toMatchObject({ status: 409 })
  const iuvs = [await aPayment(8_400), await aPayment(115, 'pay-receipt-lost')]
  expect((await sandbox.call('GET', control('/psp/collected'))).body.days).toMatchObject([
    { organization, collections: [{ isLost: false }, { isLost: true }] },
  ])
  const made = await order()
  expect(made).toMatchObject({ status: 201, body: { payouts: [{ payments: 2, next: 'journal' }] } })
  await sandbox.close()
  await open()

  const { body } = await get(fdrs)
  expect(body).toMatchObject({ metadata: { pageNumber: 1, totPage: 1 }, count: 1 })
  const [flow] = body.data
  expect(flow.fdr).toMatch(/^\d{4}-\d\d-\d\d[A-Z]{11}-A1$/)
  const path = `${fdrs}/${flow.fdr}/revisions/${flow.revision}/psps/${flow.pspId}`
  expect((await get(path)).body).toMatchObject({
    status: 'PUBLISHED',
    receiver: { organizationId: organization },
    totPayments: 2,
    sumPayments: 85.15,
    computedSumPayments: 85.15,
  })
  const second = await get(`${path}/payments?page=2&size=1`)
  expect(second.body).toMatchObject({
    metadata: { pageNumber: 2, totPage: 2 },
    data: [{ index: 2, iuv: iuvs[1], pay: 1.15, payStatus: 'EXECUTED' }],
  })
  expect((await get(`${fdrs}?publishedGt=${flow.published}`)).body.data).toEqual([])
  expect((await get(`${fdrs}?size=1001`)).status).toBe(400)
  expect((await get(path.replace('-A1', '-A9'))).status).toBe(404)
  expect((await sandbox.call('GET', fdrs)).status).toBe(401)
  await sandbox.setFault('pagopa', { kind: 'rate-limited', seconds: 7, times: 1, call: 'pagopa.listReports' })
  const limited = await get(fdrs)
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7'])
})

it('hands out the journal when it is asked for', async () => {
  const [payout] = (await sandbox.call('GET', control('/psp/payouts'))).body.payouts
  const journal = control(`/psp/payouts/${payout.number}/files/2`)
  expect((await fetch(journal)).status).toBe(404)
  expect((await sandbox.call('POST', control(`/psp/payouts/${payout.number}/next`))).body.next).toBeNull()
  const download = await fetch(journal)
  expect(download.headers.get('content-disposition')).toContain('giornale.xml')
  const text = await download.text()
  expect(text).toContain('<importo>85.15</importo>')
  // The bank of the town's account.
  expect(text).toContain('<codice_ABI_BT>05428</codice_ABI_BT>')
  expect(await sandbox.ledger('?kind=journal')).toHaveLength(1)
})

it('publishes revisions in the order of the trap, and holds back what comes after the money', async () => {
  await aPayment(6_000)
  await aPayment(4_000)
  expect((await order(22)).body.payouts).toMatchObject([
    { files: [{ kind: 'report' }, { kind: 'report' }, { kind: 'journal' }] },
  ])
  const revisions = (await get(fdrs)).body.data.slice(1)
  expect(revisions.map((one: { revision: number }) => one.revision)).toEqual([1, 2])
  await aPayment(6_000)
  await aPayment(4_000)
  const [late] = (await order(7)).body.payouts
  expect(late).toMatchObject({ next: 'journal', files: [{ handedAt: null }, { handedAt: null }] })
  expect((await get(fdrs)).body.count).toBe(3)
  const next = () => sandbox.call('POST', control(`/psp/payouts/${late.number}/next`))
  await next()
  expect((await get(fdrs)).body.count).toBe(3)
  await next()
  expect((await get(fdrs)).body.count).toBe(4)
})

it('says what a trap takes', async () => {
  expect(await order(99)).toMatchObject({ status: 409 })
  await aPayment(100)
  expect((await order(1)).body.detail).toContain('at least 2 payments')
  expect((await order(28)).body.detail).toContain('receipt was lost')
  expect((await order(33)).body.detail).toContain('paid twice')
  // A file that is none needs no payment at all.
  expect((await order(54)).status).toBe(201)
})

it('shows all of it on a page', async () => {
  const html = await (await fetch(control('/psp'))).text()
  expect(html).toContain('Fai il giornale di cassa')
  expect(html).toContain('55. File che richiama altri file')
  const form = new URLSearchParams({ organization, trap: '1' })
  const refused = await fetch(control('/psp'), { method: 'POST', body: form })
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain('Servono almeno 2 pagamenti')
})
