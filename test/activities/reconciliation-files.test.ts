import type { Activities } from '../../activities/create-activities.ts'
import { storeReceipt } from '../../db/queries/store-receipt.ts'
import { aJournal } from '../reconciliation/journals.ts'
import { aReport } from '../reconciliation/reports.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'
import { anUploaded, aPayingTown } from './support/payments.ts'
import { theActivities } from './support/town.ts'

const flowKey = '2026-11-20BPPIITRRXXX-0033'
const iuv = '01000000000004285'

let fresh: FreshDatabase
let activities: Activities
let town: string
beforeAll(async () => {
  fresh = await freshDatabase()
})
beforeEach(async () => {
  activities = theActivities(fresh)
  town = await aPayingTown(fresh)
})
afterAll(() => fresh.drop())

const rows = async (text: string) => (await fresh.asSuperuser(text, [town])).rows
const take = async (kind: 'report' | 'journal', content: string | Buffer) => {
  const subject = await anUploaded(fresh, town, kind, content)
  const { state } = await activities.takePaymentFile({ municipality: town, subject })
  const [file] = (await fresh.asSuperuser('select * from payment_file where id = $1', [subject])).rows
  expect(file.state).toBe(state)
  return { subject, file }
}
const alarms = () =>
  rows('select kind, subject, settled_at is null as open from payment_alarm where municipality_id = $1 order by kind')
const look = (at: string) => activities.lookAtFlow({ municipality: town, flowKey, at })
const receipt = (receiptId: string) => ({
  receiptId,
  nav: `3${iuv}`,
  iuv,
  cents: 8400,
  paidAt: '2026-11-19T10:00:00.000Z',
  payload: {},
})
const store = (receiptId: string) =>
  fresh.db.withTenants([town], tx =>
    storeReceipt(tx, { municipality: town, receipt: receipt(receiptId), source: 'push' }),
  )

describe('a payment file', () => {
  it('is taken: a report, then its money', async () => {
    const report = await take('report', aReport())
    expect(report.file).toMatchObject({
      state: 'taken',
      format: 'fdr-xml',
      rows_read: 2,
      report: { kind: 'report', totalCents: 13_415, rows: 2, isNew: true, anomalies: [] },
    })
    const journal = await take('journal', aJournal())
    expect(journal.file).toMatchObject({ state: 'taken', format: 'opi-1.8', rows_read: 1 })
    expect(journal.file.report).toMatchObject({
      movements: { count: 1, cents: 13_415 },
      parts: { reconciled: { count: 1, cents: 13_415, flows: 1 }, error: { count: 0 } },
      errors: [],
    })
    expect(await rows('select iuv, reconciled from payment where municipality_id = $1 order by iuv')).toEqual([
      { iuv, reconciled: 'reconciled' },
      { iuv: '01000000000004382', reconciled: 'reconciled' },
    ])
    // Open pages hear of it: the list of reports of both files, the entries of the journal.
    const told = await rows(`select resource, count(*)::int as times from change where municipality_id = $1
      and resource in ('payment-flow', 'treasury-entry') group by resource order by resource`)
    expect(told).toEqual([
      { resource: 'payment-flow', times: 2 },
      { resource: 'treasury-entry', times: 1 },
    ])
    // Each of the two files has told the flow.
    expect(await rows(`select kind, payload from outbox where municipality_id = $1`)).toEqual([
      { kind: 'flow', payload: { flowKey } },
      { kind: 'flow', payload: { flowKey } },
    ])
  })

  it('that was taken is not taken again', async () => {
    const { subject, file } = await take('report', aReport())
    await expect(activities.takePaymentFile({ municipality: town, subject })).resolves.toEqual({ state: 'taken' })
    const [again] = await rows('select * from payment_file where municipality_id = $1')
    expect(again).toEqual(file)
  })

  it('in error names its candidates by TRN, amount and date', async () => {
    await take('report', aReport())
    const cause = '/PUR/LGPE-RIVERSAMENTO/URI/2'
    const { file } = await take(
      'journal',
      aJournal({ movements: [{ number: '7', amount: '134.15', cause, endToEndId: 'TRN-0033' }] }),
    )
    expect(file.report.errors).toMatchObject([
      {
        number: '7',
        cents: 13_415,
        reasons: [{ code: 'reference-unreadable' }],
        candidates: [{ flowId: flowKey, totalCents: 13_415, by: ['trn', 'amount', 'date'] }],
      },
    ])
  })

  it.each([
    ['another town’s', aReport().replaceAll('00111190191', '00111190192'), 'other-body', {}],
    [
      'a broken one',
      aReport().replace('<dataRegolamento>2026-11-20', '<dataRegolamento>2026-11-31'),
      'value-wrong',
      { line: 7 },
    ],
    ['one cut short', aReport().slice(0, 2000), 'xml-malformed', { line: expect.any(Number) }],
  ])('%s is refused whole, with place and remedy', async (_what, content, code, place) => {
    const { file, subject } = await take('report', content)
    expect(file).toMatchObject({ state: 'refused', problem: { code, place, text: { it: expect.any(String) } } })
    expect(await rows('select id from payment_flow where municipality_id = $1')).toEqual([])
    expect((await fresh.asSuperuser('select from payment_file_chunk where file_id = $1', [subject])).rowCount).toBe(0)
  })

  it('one of a town after the other, however many come at once', async () => {
    const subjects = [
      await anUploaded(fresh, town, 'report', aReport()),
      await anUploaded(fresh, town, 'report', aReport()),
      await anUploaded(fresh, town, 'journal', aJournal()),
    ]
    await Promise.all(subjects.map(subject => activities.takePaymentFile({ municipality: town, subject })))
    expect(await rows('select count(*)::int as flows from payment_flow where municipality_id = $1')).toEqual([
      { flows: 1 },
    ])
  })
})

describe('a receipt', () => {
  it('lights the first dot as it comes; a second one is kept and flagged', async () => {
    await store('r1')
    const payments = () => rows('select paid, receipt_id, duplicates, code from payment where municipality_id = $1')
    expect(await payments()).toMatchObject([{ paid: 'paid', receipt_id: 'r1', duplicates: 0 }])
    await store('r1')
    await store('r2')
    expect(await payments()).toMatchObject([{ paid: 'paid', duplicates: 1, code: 'DOPPI' }])
  })

  it('has the entry judged again that names its payment by itself', async () => {
    const movement = { number: '8', amount: '84.00', cause: `/RFB/${iuv}/84.00` }
    await take('journal', aJournal({ movements: [movement] }))
    await store('r1')
    const [chore] = await rows(`select payload from outbox where municipality_id = $1 and kind = 'chore'`)
    expect(chore.payload.name).toBe('settleEntry')
    await activities.settleEntry({ municipality: town, subject: chore.payload.subject })
    expect(await rows('select class, code from treasury_entry where municipality_id = $1')).toEqual([
      { class: 'unreported', code: 'RT_TES' },
    ])
    expect(await rows('select paid, reconciled from payment where municipality_id = $1')).toEqual([
      { paid: 'paid', reconciled: 'reconciled' },
    ])
  })
})

describe('a flow', () => {
  it('without its money is late after three bank days, and no longer when it comes', async () => {
    await take('report', aReport())
    // Friday: Wednesday is the third day.
    await look('2026-11-25T22:59:00.000Z')
    expect(await alarms()).not.toContainEqual(expect.objectContaining({ kind: 'credit-missing' }))
    await look('2026-11-25T23:00:01.000Z')
    expect(await alarms()).toContainEqual({ kind: 'credit-missing', subject: flowKey, open: true })
    await take('journal', aJournal())
    await look('2026-11-26T10:00:00.000Z')
    expect(await alarms()).toContainEqual({ kind: 'credit-missing', subject: flowKey, open: false })
  })

  it('of which only the money came waits for the report', async () => {
    await take('journal', aJournal())
    expect(await look('2026-11-21T10:00:00.000Z')).toMatchObject({
      isDone: false,
      asksReceipts: false,
      wakeAt: '2026-11-25T23:00:00.000Z',
    })
    await look('2026-11-26T10:00:00.000Z')
    expect(await alarms()).toEqual([{ kind: 'report-missing', subject: flowKey, open: true }])
    await take('report', aReport())
    await look('2026-11-26T10:00:00.000Z')
    expect(await alarms()).toContainEqual({ kind: 'report-missing', subject: flowKey, open: false })
  })

  it('is done once money and receipts are there', async () => {
    await take('report', aReport())
    await take('journal', aJournal())
    expect((await look(new Date().toISOString())).isDone).toBe(false)
    await fresh.asSuperuser(
      `insert into receipt (municipality_id, receipt_id, nav, iuv, cents, paid_at, source, payload, received_at)
       select $1, iuv, '3' || iuv, iuv, cents, now(), 'push', '{}', now() from payment_flow_row where municipality_id = $1`,
      [town],
    )
    expect(await look(new Date().toISOString())).toEqual({ isDone: true, asksReceipts: false, wakeAt: null })
  })
})
