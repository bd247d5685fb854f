import type { Activities } from '../../activities/create-activities.ts'
import { notice, paymentTransfer } from '../../db/schema/payments.ts'
import { debtPosition, paymentService } from '../../db/schema/positions.ts'
import { citizens } from '../../sandbox/platforms/citizens.ts'
import { aFolder, aSandbox, type Sandbox } from '../sandbox/support.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'
import { aSandboxTown, type TestTown, theActivities } from './support/town.ts'

let fresh: FreshDatabase
let sandbox: Sandbox
let activities: Activities
let town: TestTown
let clock = () => new Date()
const folder = aFolder()
beforeAll(async () => {
  fresh = await freshDatabase()
  sandbox = await aSandbox({ dataDir: folder, now: () => clock() })
})
beforeEach(async () => {
  clock = () => new Date()
  await sandbox.call('DELETE', `${sandbox.urls.control}/faults`)
  activities = theActivities(fresh)
  town = await aSandboxTown(fresh, sandbox, activities)
  const common = { municipalityId: town.id, isTax: false, expires: false, shares: [], remindAfterDays: 10 }
  await inTown(tx =>
    tx.insert(paymentService).values([
      { ...common, code: 'tari', name: 'TARI', category: '9/0101002IM/', isTax: true, shares: [tefa] },
      {
        ...common,
        code: 'cie',
        name: 'Carta d’identità',
        category: '9/0101107AP/',
        expires: true,
        segregationCode: '02',
      },
    ]),
  )
})
afterAll(async () => {
  await sandbox.close()
  await fresh.drop()
})

const tefa = {
  payeeFiscalCode: '80002130195',
  payeeName: 'Provincia di Cremona',
  iban: 'IT50L0503411400000000200200',
  category: '9/0201102IM/',
  description: 'TEFA',
  permille: 50,
}
const { firstName, lastName, fiscalCode } = citizens.find(one => one.id === 'bianchi-chiara')!
const debtor = { firstName, lastName, fiscalCode }
const aBill = {
  debtor,
  service: 'tari',
  cents: 12_600,
  dueDate: '2098-12-16',
  description: 'anno 2098',
  instalments: { count: 2, firstDate: '2098-12-16', everyMonths: 2 },
}
type Tx = Parameters<Parameters<FreshDatabase['db']['withTenants']>[1]>[0]
const inTown = <T>(fn: (tx: Tx) => Promise<T>) => fresh.db.withTenants([town.id], fn)
const create = (input: object, id = 'create#1') => town.perform('pagopa.createNotice', { ...input }, { id })
const states = async () =>
  (await inTown(tx => tx.select().from(notice).orderBy(notice.createdAt, notice.number))).map(it => it.state)
const pay = (nav: string) => sandbox.call('POST', `${sandbox.urls.control}/payments/${nav}/pay`)
const receive = () => activities.pollReceipts({ municipality: town.id })
const told = async () =>
  (
    await fresh.asSuperuser(`select payload from outbox where municipality_id = $1 and kind = 'signal' order by id`, [
      town.id,
    ])
  ).rows.map(row => row.payload.data)
const missing = async () =>
  (
    await fresh.asSuperuser(
      `select missing, service, debtor_name from payment where municipality_id = $1 order by cents desc, due_on`,
      [town.id],
    )
  ).rows
const atPagopa = async (iupd: string) => {
  const { pagopa } = town.credentials
  const headers = { 'ocp-apim-subscription-key': pagopa.subscriptionKey }
  const base = `${pagopa.baseUrl}/organizations/${town.credentials.fiscalCode}/debtpositions`
  return (await sandbox.call('GET', `${base}/${iupd}`, { headers })).body
}

it('publishes one position with its ways to pay, each with its transfers, once', async () => {
  const made = await create(aBill)
  expect(await create(aBill)).toEqual(made)
  const there = await atPagopa(made.iupd)
  expect(there.status).toBe('VALID')
  expect(
    there.paymentOption.map((it: any) => [it.isPartialPayment, it.amount, it.transfer.map((one: any) => one.amount)]),
  ).toEqual([
    [false, 12_600, [12_000, 600]],
    [true, 6_300, [6_000, 300]],
    [true, 6_300, [6_000, 300]],
  ])
  expect(there.paymentOption[0].transfer[1]).toMatchObject({ organizationFiscalCode: '80002130195', iban: tefa.iban })
  expect(await inTown(tx => tx.select().from(debtPosition))).toMatchObject([
    { iupd: made.iupd, service: 'tari', description: 'TARI - anno 2098', cents: 12_600, debtorName: 'Chiara Bianchi' },
  ])
  expect(await inTown(tx => tx.select().from(paymentTransfer))).toHaveLength(6)
  expect(made.options.map((it: any) => [it.number, it.dueDate])).toEqual([
    [0, '2098-12-16'],
    [1, '2098-12-16'],
    [2, '2099-02-16'],
  ])
  expect(made.howToPay).toMatch(/^126,00 € entro il 16\/12\/2098, oppure in 2 rate: 63,00 €/)
  expect(await missing()).toMatchObject([
    { missing: 'payment', service: 'tari', debtor_name: 'Chiara Bianchi' },
    {},
    {},
  ])
})

it('paid at once is done: the instalments are called off, here and at pagoPA', async () => {
  const made = await create(aBill)
  const [single, first] = made.options
  expect((await pay(single.nav)).status).toBe(200)
  await receive()
  expect(await states()).toEqual(['paid', 'invalid', 'invalid'])
  expect(await told()).toMatchObject([{ nav: single.nav, settled: true, leftCents: 0, duplicate: false }])
  expect((await missing()).map(it => it.missing)).toEqual(['report', 'nothing', 'nothing'])
  expect(await pay(first.nav)).toMatchObject({ status: 409, body: { title: 'PAA_PAGAMENTO_DUPLICATO' } })
})

it('begun by instalments goes on by instalments: the single payment is called off', async () => {
  const made = await create(aBill)
  const [single, first, second] = made.options
  await pay(first.nav)
  await receive()
  expect(await states()).toEqual(['invalid', 'paid', 'published'])
  expect(await pay(single.nav)).toMatchObject({ status: 409, body: { title: 'PAA_PAGAMENTO_IN_CORSO' } })
  await pay(second.nav)
  await receive()
  expect(await states()).toEqual(['invalid', 'paid', 'paid'])
  expect(await told()).toMatchObject([
    { settled: false, leftCents: 6_300 },
    { settled: true, leftCents: 0 },
  ])
  expect((await atPagopa(made.iupd)).status).toBe('PAID')
})

it('paid in part: what is open is closed, here and at pagoPA; what was paid stays, and is still to be reported', async () => {
  const made = await create(aBill)
  const [single, first, second] = made.options
  await pay(first.nav)
  await receive()
  const annul = () => town.perform('pagopa.annulNotice', {}, { id: 'annul#1' })
  expect(await annul()).toEqual({
    annulled: 1,
    paid: 0,
    openCents: 6_300,
    notices: [{ nav: second.nav, state: 'annulled' }],
  })
  expect(await annul()).toMatchObject({ annulled: 0, notices: [] })
  expect(await states()).toEqual(['invalid', 'paid', 'invalid'])
  // The receipts of other tests are the same creditor's at pagoPA.
  const ours = (await missing()).filter(it => it.service === 'tari')
  expect(ours.map(it => it.missing)).toEqual(['nothing', 'report', 'nothing'])
  for (const { nav } of [single, second]) {
    expect(await pay(nav)).toMatchObject({ status: 409, body: { title: 'PAA_PAGAMENTO_DUPLICATO' } })
  }
  const again = await create({ ...aBill, cents: 6_300, instalments: null }, 'create#2')
  expect((await pay(again.nav)).status).toBe(200)
})

it('paid in part before anybody here knew: the receipt that is on its way still counts', async () => {
  const made = await create(aBill)
  const [single, first, second] = made.options
  await pay(first.nav)
  expect(await town.perform('pagopa.annulNotice', {}, { id: 'annul#1' })).toEqual({
    annulled: 2,
    paid: 1,
    openCents: 6_300,
    notices: expect.arrayContaining([
      { nav: single.nav, state: 'annulled' },
      { nav: first.nav, state: 'paid' },
      { nav: second.nav, state: 'annulled' },
    ]),
  })
  await receive()
  expect(await states()).toEqual(['invalid', 'paid', 'invalid'])
  expect(await told()).toMatchObject([{ nav: first.nav, settled: true, leftCents: 0 }])
})

it('paid in part: an instalment is closed once though the answer to it is lost', async () => {
  const made = await create(aBill)
  const [, first, second] = made.options
  await pay(first.nav)
  await receive()
  await sandbox.setFault('pagopa', { kind: 'answer-lost', times: 1, call: 'pagopa.markPaid' })
  const annul = () => town.perform('pagopa.annulNotice', {}, { id: 'annul#1' })
  expect(await town.failure('pagopa.annulNotice', {}, { id: 'annul#1' })).toMatchObject({ kind: 'unavailable' })
  await fresh.asSuperuser(`update effect set lease_until = now() where status = 'intent'`)
  expect(await annul()).toMatchObject({ annulled: 1, openCents: 6_300 })
  expect(await states()).toEqual(['invalid', 'paid', 'invalid'])
  expect((await pay(second.nav)).status).toBe(409)
  const marked = (await sandbox.ledger('?call=pagopa.markPaid')).filter(entry => entry.key === second.nav)
  expect(marked.filter(entry => entry.effect)).toHaveLength(1)
})

it('annulled and issued again is another position, which names the one it replaces', async () => {
  const first = await create(aBill)
  expect(await town.perform('pagopa.annulNotice', {}, { id: 'annul#1' })).toMatchObject({ annulled: 3, paid: 0 })
  expect(await pay(first.nav)).toMatchObject({ status: 409, body: { title: 'PAA_PAGAMENTO_ANNULLATO' } })
  const second = await create({ ...aBill, cents: 10_500, instalments: null }, 'create#2')
  expect(second.nav).not.toBe(first.nav)
  const [old, reissued] = await inTown(tx => tx.select().from(debtPosition).orderBy(debtPosition.createdAt))
  expect(reissued).toMatchObject({ iupd: second.iupd, replaces: old!.id })
  expect(await states()).toEqual(['invalid', 'invalid', 'invalid', 'published'])
  expect((await pay(second.nav)).status).toBe(200)
})

it('shows what pagoPA did by itself: a position that nobody can pay any more', async () => {
  const made = await create({ debtor, service: 'cie', cents: 2_221, dueDate: '2098-12-16', description: 'rilascio' })
  expect(made).toMatchObject({ expires: true, nav: expect.stringMatching(/^302/), checkOn: '2098-12-17' })
  const check = (id: string) => town.perform('pagopa.checkPosition', { iupd: made.iupd }, { id })
  expect(await check('check#1')).toMatchObject({ standing: 'due', leftCents: 2_221 })
  expect(await atPagopa(made.iupd)).toMatchObject({ switchToExpired: true })
  clock = () => new Date('2098-12-18T10:00:00Z')
  expect(await check('check#2')).toMatchObject({ standing: 'expired', leftCents: 0 })
  expect(await states()).toEqual(['expired'])
  expect(await pay(made.nav)).toMatchObject({ status: 409, body: { title: 'PAA_PAGAMENTO_SCADUTO' } })
})
