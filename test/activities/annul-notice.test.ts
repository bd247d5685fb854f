import { citizens } from '../../sandbox/platforms/citizens.ts'
import type { Activities } from '../../activities/create-activities.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'
import { aFolder, aSandbox, type Sandbox } from '../sandbox/support.ts'
import { aSandboxTown, type TestTown, theActivities } from './support/town.ts'

let fresh: FreshDatabase
let sandbox: Sandbox
let activities: Activities
let town: TestTown
const folder = aFolder()
beforeAll(async () => {
  fresh = await freshDatabase()
  sandbox = await aSandbox({ dataDir: folder })
})
beforeEach(async () => {
  await sandbox.call('DELETE', `${sandbox.urls.control}/faults`)
  activities = theActivities(fresh)
  town = await aSandboxTown(fresh, sandbox, activities)
})
afterAll(async () => {
  await sandbox.close()
  await fresh.drop()
})

const payer = citizens.find(one => one.id === 'bianchi-chiara')!
const debtor = { firstName: payer.firstName, lastName: payer.lastName, fiscalCode: payer.fiscalCode }
const aNotice = { debtor, cents: 5000, dueDate: '2099-12-31', description: 'Mensa scolastica 2026/2027' }
const annul = (id = 'annul#1') => town.perform('pagopa.annulNotice', {}, { id })
const leasesEnd = () =>
  fresh.asSuperuser(`update effect set lease_until = now() where municipality_id = $1 and status = 'intent'`, [town.id])
const states = async () =>
  (await fresh.asSuperuser('select state from notice where municipality_id = $1', [town.id])).rows.map(row => row.state)
/** The position as pagoPA has it, and what paying it answers. */
const pay = (nav: string) => sandbox.call('POST', `${sandbox.urls.control}/payments/${nav}/pay`)
const annulled = async () =>
  (await sandbox.ledger('?call=pagopa.invalidatePosition')).filter(
    entry => entry.effect && entry.correlation?.startsWith(`${town.id}:${town.caseId}:`),
  )

it('leaves nothing that can be paid, and says so again without asking pagoPA twice', async () => {
  const { nav } = await town.perform('pagopa.createNotice', aNotice)
  const done = await annul()
  expect(done).toMatchObject({ annulled: 1, paid: 0, notices: [{ nav, state: 'annulled' }] })
  expect(await states()).toEqual(['invalid'])
  expect((await pay(nav)).status).toBe(409)
  expect(await annul('annul#2')).toMatchObject({ annulled: 0, paid: 0, notices: [] })
  expect(await annulled()).toHaveLength(1)
})

it('has nothing to do where there is no notice, not even with pagoPA away', async () => {
  await sandbox.setFault('pagopa', { kind: 'down' })
  expect(await annul()).toMatchObject({ annulled: 0, paid: 0, notices: [] })
})

it('tells a notice that was paid in the meantime, and leaves it paid', async () => {
  const { nav } = await town.perform('pagopa.createNotice', aNotice)
  expect((await pay(nav)).status).toBe(200)
  expect(await annul()).toMatchObject({ annulled: 0, paid: 1, notices: [{ nav, state: 'paid' }] })
  expect(await states()).not.toContain('invalid')
})

it('asks what came of it when the answer was lost, and annuls once', async () => {
  const { nav } = await town.perform('pagopa.createNotice', aNotice)
  await sandbox.setFault('pagopa', { kind: 'answer-lost', times: 1, call: 'pagopa.invalidatePosition' })
  expect(await town.failure('pagopa.annulNotice', {}, { id: 'annul#1' })).toMatchObject({ kind: 'unavailable' })
  await leasesEnd()
  expect(await annul()).toMatchObject({ annulled: 1, paid: 0, notices: [{ nav, state: 'annulled' }] })
  expect(await annulled()).toHaveLength(1)
})

it('waits for a creation that was called off half-way, then finds the notice that nobody knew of', async () => {
  await sandbox.setFault('pagopa', { kind: 'answer-lost', times: 1 })
  expect(await town.failure('pagopa.createNotice', aNotice)).toMatchObject({ touched: true })
  expect(await town.failure('pagopa.annulNotice', {}, { id: 'annul#1' })).toMatchObject({
    kind: 'unavailable',
    code: 'notice-in-creation',
  })
  await leasesEnd()
  expect(await annul()).toMatchObject({ notices: [{ state: 'annulled' }] })
})

it('closes the row of a notice that never reached pagoPA', async () => {
  await sandbox.setFault('pagopa', { kind: 'down', times: 9 })
  await town.failure('pagopa.createNotice', aNotice)
  await sandbox.call('DELETE', `${sandbox.urls.control}/faults`)
  await leasesEnd()
  activities = theActivities(fresh)
  const done: any = await activities.perform(town.work('pagopa.annulNotice', {}))
  expect(done.notices).toEqual([{ nav: expect.any(String), state: 'absent' }])
  expect(await states()).toEqual(['invalid'])
})
