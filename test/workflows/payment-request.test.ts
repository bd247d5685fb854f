import { eq } from 'drizzle-orm'
import { municipality } from '../../db/schema/municipalities.ts'
import { notice } from '../../db/schema/payments.ts'
import { paymentService } from '../../db/schema/positions.ts'
import { citizens } from '../../sandbox/platforms/citizens.ts'
import type { Plan } from '../../engine/plan.ts'
import { readStaffMessage, staffMessagesNow } from '../../server/acts/staff-messages.ts'
import { manifest } from '../../server/procedures/manifest.ts'
import { readProcedure } from '../../server/procedures/read-procedure.ts'
import { settle, theActivities } from '../activities/support/town.ts'
import { aFolder, aSandbox, type Sandbox } from '../sandbox/support.ts'
import { liveIter, type LiveIter } from '../support/live-iter.ts'

jest.setTimeout(180_000)

const folder = aFolder()
let sandbox: Sandbox
let iter: LiveIter
let plan: Plan
beforeAll(async () => {
  plan = (await readProcedure('workflows/procedures/payment-request')).plan!
  sandbox = await aSandbox({ dataDir: folder })
  iter = await liveIter(plan)
  const credentials = sandbox.credentials.towns[0]!
  const { fiscalCode } = credentials
  await iter.database.db.global(tx => tx.update(municipality).set({ fiscalCode }).where(eq(municipality.id, iter.town)))
  await settle(iter.database, iter.town, credentials)
  await iter.inTown(tx => tx.insert(paymentService).values({ municipalityId: iter.town, ...transport }))
})
afterAll(async () => {
  await iter.stop()
  await sandbox.close()
}, 60_000)

const transport = {
  code: 'trasporto-scolastico',
  name: 'Trasporto scolastico',
  category: '9/0101109SP/',
  shares: [],
  isTax: false,
  expires: false,
  remindAfterDays: 10,
}

it('publishes a position, tells who owes on IO, and ends when every instalment is paid', async () => {
  const { firstName, lastName, fiscalCode } = citizens.find(one => one.id === 'bianchi-chiara')!
  const request = {
    service: transport.code,
    debtor: { firstName, lastName, fiscalCode },
    description: 'anno scolastico 2098/2099',
    cents: 12_001,
    dueDate: '2098-12-16',
    instalments: { count: 2, firstDate: '2098-12-16', everyMonths: 2 },
  }
  const id = await iter.aCase({ data: { request } })
  const view = async () => (await iter.view(id))?.view
  await iter.until(
    async () => (await view())?.steps.some(it => it.element === 'awaiting' && it.state === 'active') === true,
  )
  const notices = await iter.inTown(tx => tx.select().from(notice).where(eq(notice.caseId, id)).orderBy(notice.number))
  expect(notices.map(it => [it.kind, it.cents, it.state])).toEqual([
    ['single', 12_001, 'published'],
    ['instalment', 6_001, 'published'],
    ['instalment', 6_000, 'published'],
  ])
  const [message] = (await sandbox.ledger('?call=io.createMessage')).filter(entry => entry.effect)
  expect(message).toBeDefined()

  for (const { nav } of notices.slice(1)) {
    expect((await sandbox.call('POST', `${sandbox.urls.control}/payments/${nav}/pay`)).status).toBe(200)
  }
  await theActivities(iter.database).pollReceipts({ municipality: iter.town })
  iter.relay.wake()
  await iter.until(async () => (await iter.view(id))?.outcome === 'paid')
  expect((await iter.view(id))?.document).toMatchObject({
    collected: { cents: 12_001 },
    payment: { settled: true, leftCents: 0 },
    reach: { sent: true },
  })
  expect((await iter.inTown(tx => tx.select().from(notice).orderBy(notice.number))).map(it => it.state)).toEqual([
    'invalid',
    'paid',
    'paid',
  ])
})

it('is annulled and issued anew by the office before anybody is late', async () => {
  const { firstName, lastName, fiscalCode } = citizens.find(one => one.id === 'bianchi-chiara')!
  const request = {
    service: transport.code,
    debtor: { firstName, lastName, fiscalCode },
    description: 'gita',
    cents: 5_000,
    dueDate: '2098-12-16',
  }
  const id = await iter.aCase({ data: { request } })
  const notices = () =>
    iter.inTown(tx => tx.select().from(notice).where(eq(notice.caseId, id)).orderBy(notice.createdAt))
  const isAwaiting = async () =>
    (await iter.view(id))?.view.steps.some(it => it.element === 'awaiting' && it.state === 'active') === true
  await iter.until(isAwaiting)
  const { files } = await readProcedure('workflows/procedures/payment-request')
  const view = (await iter.view(id))!.view
  const [allowed] = staffMessagesNow(manifest.parse(files.manifest), { plan, steps: view.steps })
  expect(allowed?.name).toBe('amendment')
  const read = readStaffMessage(allowed!.message.fields, { dueDate: '2099-01-30', cents: 4_000 }, {})
  await iter.send(id, { type: 'message', name: 'amendment', ...('data' in read ? read : { data: {} }) })
  await iter.until(async () => (await notices())[1]?.state === 'published')
  expect((await notices()).map(it => [it.cents, it.dueDate, it.state])).toEqual([
    [5_000, '2098-12-16', 'invalid'],
    [4_000, '2099-01-30', 'published'],
  ])
})
