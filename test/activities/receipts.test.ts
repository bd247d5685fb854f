import fc from 'fast-check'
import type { Activities } from '../../activities/create-activities.ts'
import { centsOfEuros, receiptSchema, toReceipt } from '../../activities/pagopa/receipts.ts'
import { storeReceipt } from '../../db/queries/store-receipt.ts'
import { citizens } from '../../sandbox/platforms/citizens.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'
import { aFolder, aSandbox, type Sandbox } from '../sandbox/support.ts'
import { aSandboxTown, type TestTown, theActivities } from './support/town.ts'

let fresh: FreshDatabase
let sandbox: Sandbox
let activities: Activities
let town: TestTown
let nav: string
const folder = aFolder()
beforeAll(async () => {
  fresh = await freshDatabase()
  sandbox = await aSandbox({ dataDir: folder })
})
beforeEach(async () => {
  activities = theActivities(fresh)
  town = await aSandboxTown(fresh, sandbox, activities)
  const { firstName, lastName, fiscalCode } = citizens[0]!
  const input = { debtor: { firstName, lastName, fiscalCode }, cents: 115, dueDate: '2099-12-31', description: 'Mensa' }
  nav = (await town.perform('pagopa.createNotice', input)).nav
})
afterAll(async () => {
  await sandbox.close()
  await fresh.drop()
})

const pay = (how = 'pay') => sandbox.call('POST', `${sandbox.urls.control}/payments/${nav}/${how}`, { body: {} })
const poll = () => activities.pollReceipts({ municipality: town.id })
const rows = async (text: string) => (await fresh.asSuperuser(text, [town.id])).rows
const signals = () => rows(`select payload from outbox where municipality_id = $1 and kind = 'signal' order by id`)

const aReceipt = (receiptId: string, some = {}) => ({
  receiptId,
  nav,
  iuv: nav.slice(1),
  cents: 115,
  paidAt: '2026-11-22T10:00:00.000Z',
  payload: {},
  ...some,
})
const store = (receipt: ReturnType<typeof aReceipt>, source: 'push' | 'poll' = 'push') =>
  fresh.db.withTenants([town.id], tx => storeReceipt(tx, { municipality: town.id, receipt, source }))

describe('receipts', () => {
  it('are not asked for while there is nothing to be paid', async () => {
    const asked = async () => {
      const { body } = await sandbox.call('GET', `${sandbox.urls.control}/ledger?platform=pagopa`)
      return JSON.stringify(body).split('/receipts').length
    }
    const before = await asked()
    await rows(`update notice set state = 'invalid' where municipality_id = $1 returning id`)
    expect(await poll()).toEqual({ stored: 0 })
    expect(await asked()).toBe(before)
    await rows(`update notice set state = 'published' where municipality_id = $1 returning id`)
    await poll()
    expect(await asked()).toBeGreaterThan(before)
  })

  it('of a payment are found by polling, and told to the case once', async () => {
    await poll()
    await pay()
    expect(await poll()).toEqual({ stored: 1 })
    expect(await poll()).toEqual({ stored: 0 })
    const [signal, ...others] = await signals()
    expect(others).toEqual([])
    expect(signal.payload).toMatchObject({
      name: 'payment',
      data: { nav, cents: 115, duplicate: false },
      actor: { kind: 'platform', id: 'pagopa' },
    })
    expect(await rows(`select state from notice where municipality_id = $1`)).toEqual([{ state: 'paid' }])
    expect(
      JSON.stringify(await rows('select payload from receipt where municipality_id = $1 and case_id is not null')),
    ).not.toContain(citizens[0]!.fiscalCode)
  })

  it('paid twice are both kept, the second one flagged', async () => {
    await poll()
    await pay()
    await pay('pay-again')
    expect(await poll()).toEqual({ stored: 2 })
    expect((await signals()).map(({ payload }) => payload.data.duplicate)).toEqual([false, true])
  })

  it('that come by push and by poll at the same time count once', async () => {
    const all = await Promise.all([
      store(aReceipt('r1')),
      store(aReceipt('r1'), 'poll'),
      store(aReceipt('r1')),
      store(aReceipt('r1'), 'poll'),
    ])
    expect(all.map(({ kind }) => kind).toSorted()).toEqual(['known', 'known', 'known', 'matched'])
    expect(await signals()).toHaveLength(1)
  })

  it('of two payments at once exactly one is the duplicate', async () => {
    const all = await Promise.all([store(aReceipt('r1')), store(aReceipt('r2')), store(aReceipt('r3'))])
    expect(all.filter(one => one.kind === 'matched' && !one.duplicate)).toHaveLength(1)
    expect(await signals()).toHaveLength(3)
  })

  it('of notices that are not ours wait for a person', async () => {
    expect(await store(aReceipt('r1', { nav: '347000000000000123' }))).toEqual({ kind: 'unmatched' })
    expect(await signals()).toEqual([])
    expect(await rows('select case_id from receipt where municipality_id = $1')).toEqual([{ case_id: null }])
  })

  it('that overtake the answer to the creation of their notice are not undone by it', async () => {
    await fresh.asSuperuser(`update notice set state = 'created' where municipality_id = $1`, [town.id])
    await store(aReceipt('r1'))
    const { firstName, lastName, fiscalCode } = citizens[0]!
    const input = {
      debtor: { firstName, lastName, fiscalCode },
      cents: 115,
      dueDate: '2099-12-31',
      description: 'Mensa',
    }
    await town.perform('pagopa.createNotice', input)
    expect(await rows(`select state from notice where municipality_id = $1`)).toEqual([{ state: 'paid' }])
  })

  it('of failed payments are none', () => {
    const raw = {
      receiptId: 'x',
      noticeNumber: nav,
      fiscalCode: '82000190815',
      outcome: 'KO',
      creditorReferenceId: nav.slice(1),
      paymentAmount: 1.15,
      paymentDateTimeFormatted: '2026-11-22T10:00:00',
    }
    expect(toReceipt(receiptSchema.parse(raw))).toBeNull()
    expect(toReceipt(receiptSchema.parse({ ...raw, outcome: 'OK' }))).toMatchObject({
      cents: 115,
      paidAt: '2026-11-22T10:00:00.000Z',
    })
  })
})

describe('euros as JSON numbers', () => {
  it('become the cents they were, all of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999_999 }), cents => expect(centsOfEuros(cents / 100)).toBe(cents)),
    )
  })

  it.each([1.005, 1e21, -1, Number.NaN])('%d is refused', euros =>
    expect(() => centsOfEuros(euros)).toThrow(RangeError),
  )
})
