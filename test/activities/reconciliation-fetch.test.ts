import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Activities } from '../../activities/create-activities.ts'
import { secondsBeforeRound } from '../../activities/reconciliation/receipt-rounds.ts'
import { askReceiptsAgain } from '../../db/queries/reconciliation/ask-receipts-again.ts'
import { aReport } from '../reconciliation/reports.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'
import { anUploaded, aPayingTown, fiscalCode } from './support/payments.ts'
import { failureOf, theActivities } from './support/town.ts'

const flowKey = '2026-11-20BPPIITRRXXX-0033'
const iuvs = ['01000000000004285', '01000000000004382']

let fresh: FreshDatabase
let activities: Activities
let server: Server
let town: string
/** What was asked for, and what is answered instead of the usual. */
let asked: string[] = []
let instead: (url: string) => { status: number; headers?: Record<string, string>; body?: unknown } | null
let published: { fdr: string; revision: number; flowDate: string; sum: number }[] = []

beforeAll(async () => {
  fresh = await freshDatabase()
  server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '')
    asked.push(url)
    const { status, headers = {}, body = {} } = instead(url) ?? answerTo(url)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
beforeEach(async () => {
  const { port } = server.address() as AddressInfo
  const base = `http://127.0.0.1:${port}`
  activities = theActivities(fresh)
  town = await aPayingTown(fresh, { fdrUrl: `${base}/fdr`, receiptsUrl: `${base}/biz` })
  asked = []
  instead = () => null
  published = [{ fdr: flowKey, revision: 1, flowDate: '2026-11-20T07:30:00Z', sum: 134.15 }]
})
afterAll(async () => {
  server.close()
  await fresh.drop()
})

/** The organisations' side of FdR, one payment a page. */
function answerTo(url: string): { status: number; headers?: Record<string, string>; body?: unknown } {
  const { pathname, searchParams } = new URL(url, 'http://x')
  const page = Number(searchParams.get('page') ?? 1)
  if (pathname === `/fdr/organizations/${fiscalCode}/fdrs`) {
    const data = published.map(({ fdr, revision, flowDate }) => ({
      fdr,
      revision,
      flowDate,
      pspId: 'PSP1',
      published: flowDate,
    }))
    return { status: 200, body: { metadata: { pageNumber: 1, totPage: 1 }, count: data.length, data } }
  }
  const flow = published.find(one =>
    pathname.startsWith(`/fdr/organizations/${fiscalCode}/fdrs/${one.fdr}/revisions/${one.revision}/psps/PSP1`),
  )
  if (flow === undefined) return { status: 404 }
  if (!pathname.endsWith('/payments')) return { status: 200, body: details(flow) }
  const pay = page === 1 ? 84 : flow.sum - 84
  const row = {
    index: page,
    iuv: iuvs[page - 1],
    iur: `R-${page}`,
    idTransfer: 1,
    pay: Number(pay.toFixed(2)),
    payStatus: 'EXECUTED',
    payDate: '2026-11-19T12:00:00Z',
  }
  return { status: 200, body: { metadata: { pageNumber: page, totPage: 2 }, count: 2, data: [row] } }
}

const details = ({ fdr, revision, flowDate, sum }: (typeof published)[number]) => ({
  fdr,
  revision,
  fdrDate: flowDate,
  regulation: 'TRN-0033',
  regulationDate: '2026-11-20',
  sender: { type: 'BIC_CODE', id: 'BPPIITRRXXX', pspId: 'PSP1', pspName: 'Poste Italiane' },
  receiver: { id: fiscalCode, organizationId: fiscalCode, organizationName: 'Comune' },
  totPayments: 2,
  sumPayments: sum,
  computedTotPayments: 2,
  computedSumPayments: sum,
})

const rows = async (text: string) => (await fresh.asSuperuser(text, [town])).rows
const fetchAll = () => activities.fetchReports({ municipality: town })
/** What the chores of the outbox would do. */
const takeAll = async () => {
  const waiting = await rows(
    `select id from payment_file where municipality_id = $1 and state = 'received' and size > 0`,
  )
  for (const { id } of waiting) await activities.takePaymentFile({ municipality: town, subject: id })
}
const flows = () =>
  rows(
    'select flow_id, revision::int, state, total_cents::int from payment_flow where municipality_id = $1 order by revision',
  )

describe('payment reports', () => {
  it('are fetched page by page, once, and taken like uploaded ones', async () => {
    expect(await fetchAll()).toEqual({ fetched: 1 })
    await takeAll()
    expect(await flows()).toEqual([{ flow_id: flowKey, revision: 1, state: 'current', total_cents: 13_415 }])
    expect(await rows('select count(*)::int as n from payment_flow_row where municipality_id = $1')).toEqual([{ n: 2 }])
    expect(asked.filter(url => url.includes('/payments'))).toHaveLength(2)
    expect(await fetchAll()).toEqual({ fetched: 0 })
    expect(asked.filter(url => url.includes('/payments'))).toHaveLength(2)
    // Asked from a day before the last one on.
    expect(asked.at(-1)).toContain('publishedGt=2026-11-19T07:30:00.000Z')
    // The same flow by hand is known.
    const subject = await anUploaded(fresh, town, 'report', aReport())
    await activities.takePaymentFile({ municipality: town, subject })
    expect(await flows()).toHaveLength(1)
  })

  it('of a later revision replace the earlier one', async () => {
    await fetchAll()
    published.push({ fdr: flowKey, revision: 2, flowDate: '2026-11-21T07:30:00Z', sum: 100 })
    expect(await fetchAll()).toEqual({ fetched: 1 })
    await takeAll()
    expect(await flows()).toMatchObject([
      { revision: 1, state: 'replaced' },
      { revision: 2, state: 'current', total_cents: 10_000 },
    ])
  })

  it('wait as long as the service wishes, and go on with the report that was cut off', async () => {
    instead = url => (url.includes('page=2') ? { status: 429, headers: { 'retry-after': '7' } } : null)
    const error = await fetchAll().catch((thrown: { nextRetryDelay: number; details: unknown[] }) => thrown)
    expect(error).toMatchObject({ nextRetryDelay: 7_000, nonRetryable: false })
    expect(await failureOf(fetchAll())).toMatchObject({ kind: 'unavailable' })
    await takeAll()
    expect(await flows()).toEqual([])
    instead = () => null
    activities = theActivities(fresh)
    expect(await fetchAll()).toEqual({ fetched: 1 })
    await takeAll()
    expect(await flows()).toHaveLength(1)
    expect(await rows('select count(*)::int as n from payment_file where municipality_id = $1')).toEqual([{ n: 1 }])
  })

  it('that stay away for three bank days raise an alarm', async () => {
    const alarms = () => rows('select kind, settled_at is null as open from payment_alarm where municipality_id = $1')
    await fetchAll()
    await takeAll()
    await fresh.asSuperuser(`update payment_flow set regulation_on = '2026-01-02' where municipality_id = $1`, [town])
    await fresh.asSuperuser(`update report_fetch set fetched_at = '2026-01-02' where municipality_id = $1`, [town])
    instead = () => ({ status: 503 })
    await expect(fetchAll()).rejects.toThrow()
    const problem = () => rows('select error from report_fetch where municipality_id = $1')
    expect(await problem()).toEqual([{ error: expect.stringContaining('pagoPA') }])
    expect((await alarms()).toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
      { kind: 'reports-unfetched', open: true },
      { kind: 'reports-unseen', open: true },
    ])
    instead = () => null
    activities = theActivities(fresh)
    await fetchAll()
    expect(await alarms()).toContainEqual({ kind: 'reports-unfetched', open: false })
    expect(await problem()).toEqual([{ error: null }])
    // It answers, but has nothing new; then it has.
    expect(await alarms()).toContainEqual({ kind: 'reports-unseen', open: true })
    await fresh.asSuperuser('update payment_flow set regulation_on = current_date where municipality_id = $1', [town])
    await fetchAll()
    expect(await alarms()).toContainEqual({ kind: 'reports-unseen', open: false })
  })
})

describe('a town whose reports were never fetched', () => {
  it('raises that, three bank days after its settings were written', async () => {
    instead = () => ({ status: 503 })
    const alarms = () => rows('select kind from payment_alarm where municipality_id = $1')
    await expect(fetchAll()).rejects.toThrow()
    expect(await alarms()).toEqual([])
    await fresh.asSuperuser(`update platform_setting set updated_at = '2026-01-02' where municipality_id = $1`, [town])
    await expect(fetchAll()).rejects.toThrow()
    expect(await alarms()).toEqual([{ kind: 'reports-unfetched' }])
  })
})

describe('a lost receipt', () => {
  const at = new Date(Date.now() + 60_000).toISOString()
  const receipt = (n: number) => ({
    receiptId: `R-${n}`,
    noticeNumber: `3${iuvs[n - 1]}`,
    fiscalCode,
    outcome: 'OK',
    creditorReferenceId: iuvs[n - 1],
    paymentAmount: n === 1 ? 84 : 50.15,
    paymentDateTimeFormatted: '2026-11-19T10:00:00',
  })
  const look = () => activities.lookAtFlow({ municipality: town, flowKey, at })
  const recover = () => activities.recoverReceipts({ municipality: town, flowKey, at })
  const paid = () => rows('select iuv, paid from payment where municipality_id = $1 order by iuv')

  it('is asked for by the reference that the report gives, and lights the first dot', async () => {
    await fetchAll()
    await takeAll()
    expect(await paid()).toMatchObject([{ paid: 'no-receipt' }, { paid: 'no-receipt' }])
    expect(await look()).toMatchObject({ asksReceipts: true })
    instead = url => (url.endsWith('/receipts/R-1') ? { status: 200, body: receipt(1) } : null)
    expect(await recover()).toEqual({ found: 1 })
    expect(await paid()).toMatchObject([{ paid: 'paid' }, { paid: 'no-receipt' }])
    // Counted where the operator sees it, and not asked again before its time.
    const [{ tries }] = await rows('select receipt_tries as tries from payment_flow where municipality_id = $1')
    expect(tries).toBe(1)
    expect(await look()).toMatchObject({ asksReceipts: false })
    const again = () => fresh.db.withTenants([town], tx => askReceiptsAgain(tx, town, { flowKey, about: 'a request' }))
    expect(await again()).toBe(true)
    expect(await look()).toMatchObject({ asksReceipts: true })
    expect(
      await rows(`select payload from outbox where municipality_id = $1 and idempotency_key like '%receipts/%'`),
    ).toEqual([{ payload: { flowKey } }])
    instead = url => (url.endsWith('/receipts/R-2') ? { status: 200, body: receipt(2) } : null)
    expect(await recover()).toEqual({ found: 1 })
    expect(await again()).toBe(false)
  })

  it('of somebody else under the same reference is left alone', async () => {
    await fetchAll()
    await takeAll()
    instead = url =>
      url.includes('/receipts/')
        ? { status: 200, body: { ...receipt(1), creditorReferenceId: '01999999999999999' } }
        : null
    expect(await recover()).toEqual({ found: 0 })
  })

  it('is asked for by the rounds of SANP, then hourly, then daily, then given up', () => {
    expect([0, 1, 2, 3, 4, 5, 28, 29, 58, 59].map(secondsBeforeRound)).toEqual([
      15,
      45,
      105,
      225,
      465,
      3_600,
      3_600,
      86_400,
      86_400,
      null,
    ])
  })
})
