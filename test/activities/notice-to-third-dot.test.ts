import type { Activities } from '../../activities/create-activities.ts'
import { citizens } from '../../sandbox/platforms/citizens.ts'
import { aFolder, aSandbox, type Sandbox } from '../sandbox/support.ts'
import { type Api, type Browser, startApi } from '../server/api.ts'
import { publishSample } from '../server/procedure.ts'
import { aSandboxTown, type TestTown, theActivities } from './support/town.ts'

let api: Api
let sandbox: Sandbox
let activities: Activities
const folder = aFolder()
/** Three creditors: what is paid to one is in no report of another. */
let towns: TestTown[]
let accountants: Browser[]

beforeAll(async () => {
  api = await startApi()
  sandbox = await aSandbox({ dataDir: folder })
  activities = theActivities(api.database)
  towns = [0, 1, 2].map(() => undefined as never)
  accountants = []
  for (const index of [0, 1, 2]) {
    const town = await aSandboxTown(api.database, sandbox, activities, index)
    // As the consortium knows them.
    const { code, ipaCode } = town.credentials
    const named = 'update municipality set code = $2, ipa_code = $3 where id = $1'
    await api.database.asSuperuser(named, [town.id, code, ipaCode])
    towns[index] = town
    accountants.push(await api.signIn({ role: 'accountant', town: town.id }))
    const body = { url: `${api.origin}/api/v1/pagopa/receipts`, token: await api.token(['receipts'], town.id) }
    await sandbox.call('PUT', `${sandbox.urls.control}/callbacks/${creditorOf(town)}`, { body })
  }
  // Newer than those that only stand in for one.
  await publishSample(api.database, { version: 2_000_000_000 })
})
afterAll(async () => {
  await sandbox.close()
  await api.stop()
})

const creditorOf = (town: TestTown): string => town.credentials.fiscalCode
const control = (path: string) => `${sandbox.urls.control}${path}`
const rows = async (town: TestTown, text: string) => (await api.database.asSuperuser(text, [town.id])).rows
const { firstName, lastName, fiscalCode } = citizens[0]!

/** Notices of these amounts, made in Iter and paid at the sandbox. */
async function paidIn(town: TestTown, amounts: number[], how = 'pay'): Promise<void> {
  for (const [index, cents] of amounts.entries()) {
    const input = { debtor: { firstName, lastName, fiscalCode }, cents, dueDate: '2099-12-31', description: 'Mensa' }
    const { nav } = await town.perform('pagopa.createNotice', input, { id: `${how}${amounts.join()}#${index}` })
    const body = { organizationFiscalCode: creditorOf(town) }
    expect(await sandbox.call('POST', control(`/payments/${nav}/${how}`), { body })).toMatchObject({ status: 200 })
  }
}

const dots = async (town: TestTown) =>
  (await rows(town, 'select paid, reported, reconciled from payment where municipality_id = $1 order by paid_at')).map(
    one => `${one.paid} ${one.reported} ${one.reconciled}`,
  )

/** Receipts are pushed; no clock is waited for, only they. */
async function allPaid(town: TestTown, count: number): Promise<void> {
  while ((await rows(town, 'select from receipt where municipality_id = $1')).length < count)
    await new Promise(resolve => setTimeout(resolve, 50))
}

async function makePayout(town: TestTown, trap?: number) {
  const body = { organizationFiscalCode: creditorOf(town), ...(trap !== undefined && { trap }) }
  const answer = await sandbox.call('POST', control('/psp/payouts'), { body })
  expect(answer).toMatchObject({ status: 201 })
  return answer.body.payouts[0] as { number: number; files: { number: number; kind: string }[] }
}

/** What schedule and chores do: fetches what was published, and reads it. */
async function fetchAndTake(town: TestTown): Promise<number> {
  const { fetched } = await activities.fetchReports({ municipality: town.id })
  await takeAll(town)
  return fetched
}

async function takeAll(town: TestTown): Promise<void> {
  const waiting = await rows(
    town,
    `select payload from outbox where municipality_id = $1 and kind = 'chore' and payload ->> 'name' = 'takePaymentFile' order by id`,
  )
  for (const { payload } of waiting)
    await activities.takePaymentFile({ municipality: town.id, subject: payload.subject })
}

/** The treasurer's journal as an accountant gets it: downloaded from the bank, uploaded to Iter. */
async function uploadJournal(town: TestTown, payout: number): Promise<any> {
  const { body: view } = await sandbox.call('POST', control(`/psp/payouts/${payout}/next`))
  const file = view.files.findLast((one: { handedAt: string | null }) => one.handedAt !== null)
  const download = await fetch(control(`/psp/payouts/${payout}/files/${file.number}`))
  const form = new FormData()
  form.set('municipality', town.id)
  form.set('file', new Blob([await download.arrayBuffer()]), file.name)
  const accountant = accountants[towns.indexOf(town)]!
  const { body, status } = await accountant.send('POST', '/api/v1/payments/files', form)
  expect({ status, body }).toMatchObject({ status: 202 })
  await takeAll(town)
  return (await accountant.get(`/api/v1/payments/files/${body.id}`)).body
}

it('an ordinary day: receipt, report, journal, each lights its dot', async () => {
  const [town] = towns as [TestTown]
  await paidIn(town, [4_250, 1_999])
  await allPaid(town, 2)
  expect(await dots(town)).toEqual(['paid no no', 'paid no no'])
  const payout = await makePayout(town)
  expect(await fetchAndTake(town)).toBe(1)
  expect(await dots(town)).toEqual(['paid reported no', 'paid reported no'])
  expect(await fetchAndTake(town)).toBe(0)
  const file = await uploadJournal(town, payout.number)
  expect(file).toMatchObject({
    state: 'taken',
    report: {
      movements: { count: 2, cents: 7_499 },
      parts: { reconciled: { count: 1, cents: 6_249, flows: 1 }, 'not-pagopa': { count: 1, cents: 1_250 } },
    },
  })
  expect(await dots(town)).toEqual(['paid reported reconciled', 'paid reported reconciled'])
  // Nothing is left to be reported.
  const again = { organizationFiscalCode: creditorOf(town) }
  expect((await sandbox.call('POST', control('/psp/payouts'), { body: again })).status).toBe(409)
})

it('a credit that lacks a cent leaves the third dot off, and says by how much', async () => {
  const [, town] = towns as [TestTown, TestTown]
  await paidIn(town, [3_333, 4_444])
  await allPaid(town, 2)
  const payout = await makePayout(town, 2)
  await fetchAndTake(town)
  const file = await uploadJournal(town, payout.number)
  expect(file.report.errors).toMatchObject([{ cents: 7_776, reasons: [{ code: 'partial-credit' }] }])
  expect(
    await rows(town, 'select class, difference_cents::int from treasury_entry where municipality_id = $1'),
  ).toEqual([{ class: 'error', difference_cents: -1 }])
  expect(await dots(town)).toEqual(['paid reported partial', 'paid reported partial'])
})

it('one entry for two reports reconciles both', async () => {
  const [, , town] = towns as [TestTown, TestTown, TestTown]
  await paidIn(town, [1_001, 2_002, 4_004])
  await allPaid(town, 3)
  const payout = await makePayout(town, 5)
  expect(await fetchAndTake(town)).toBe(2)
  await uploadJournal(town, payout.number)
  const flows = await rows(town, 'select status from payment_flow where municipality_id = $1')
  expect(flows).toEqual([{ status: 'reconciled' }, { status: 'reconciled' }])
  expect(new Set(await dots(town))).toEqual(new Set(['paid reported reconciled']))
})

it('a receipt that was lost is asked for, also where the report names another reference', async () => {
  const [town] = towns as [TestTown]
  await paidIn(town, [7_777], 'pay-receipt-lost')
  expect(await activities.pollReceipts({ municipality: town.id })).toEqual({ stored: 0 })
  const payout = await makePayout(town, 34)
  await fetchAndTake(town)
  await uploadJournal(town, payout.number)
  expect(await dots(town)).toContain('no-receipt reported reconciled')
  const [{ flow_key: flowKey }] = await rows(
    town,
    'select flow_key from payment_flow where municipality_id = $1 and total_cents = 7777',
  )
  const about = { municipality: town.id, flowKey, at: new Date(Date.now() + 60_000).toISOString() }
  expect(await activities.lookAtFlow(about)).toMatchObject({ asksReceipts: true })
  expect(await activities.recoverReceipts(about)).toEqual({ found: 1 })
  expect(new Set(await dots(town))).toEqual(new Set(['paid reported reconciled']))
  expect(await activities.lookAtFlow(about)).toMatchObject({ isDone: true })
})
