import { enqueueTaking } from '../../db/queries/reconciliation/enqueue-taking.ts'
import { flowWorkflowId } from '../../workflows/messages.ts'
import { anUploaded, aPayingTown } from '../activities/support/payments.ts'
import { aJournal } from '../reconciliation/journals.ts'
import { aReport } from '../reconciliation/reports.ts'
import { type LiveIter, liveIter } from '../support/live-iter.ts'

jest.setTimeout(300_000)

const flowKey = '2026-11-20BPPIITRRXXX-0033'

let iter: LiveIter
let town: string
beforeAll(async () => {
  // No case takes part: any plan will do.
  iter = await liveIter({} as never)
  town = await aPayingTown(iter.database)
})
afterAll(() => iter?.stop())

const rows = async (text: string) => (await iter.database.asSuperuser(text, [town])).rows

/** What the upload does: the file and its chore in one transaction. */
async function upload(kind: 'report' | 'journal', content: string): Promise<void> {
  const id = await anUploaded(iter.database, town, kind, content)
  await iter.database.db.withTenants([town], tx => enqueueTaking(tx, town, id))
  iter.relay.wake()
  await iter.until(async () =>
    (await rows(`select id from payment_file where municipality_id = $1 and state = 'taken'`)).some(
      row => row.id === id,
    ),
  )
}

it('money waits for its report, the report for its receipts, and then it is over', async () => {
  const client = await iter.client()
  const handle = client.workflow.getHandle(flowWorkflowId(town, flowKey))
  const status = async () => (await handle.describe().catch(() => null))?.status.name
  const alarms = () =>
    rows('select kind, settled_at is null as open from payment_alarm where municipality_id = $1 order by kind')

  await upload('journal', aJournal())
  await iter.until(async () => (await status()) === 'RUNNING')

  await upload('report', aReport())
  expect(await rows('select reconciled from payment where municipality_id = $1')).toEqual([
    { reconciled: 'reconciled' },
    { reconciled: 'reconciled' },
  ])
  // pagoPA has no receipts: the rounds go on.
  await iter.until(
    async () => (await rows('select receipt_tries as tries from payment_flow where municipality_id = $1'))[0].tries > 1,
  )
  expect(await status()).toBe('RUNNING')
  await rows(
    `insert into receipt (municipality_id, receipt_id, nav, iuv, cents, paid_at, source, payload, received_at)
     select $1, iuv, '3' || iuv, iuv, cents, now(), 'push', '{}', now() from payment_flow_row where municipality_id = $1`,
  )
  await iter.until(async () => (await status()) === 'COMPLETED')
  expect((await alarms()).filter(it => it.open)).toEqual([])

  // The same money again, reversed: it begins anew, and waits.
  await upload(
    'journal',
    aJournal({
      day: '2026-11-21',
      movements: [{ number: '9', amount: '134.15', operation: 'STORNATO', reverses: '1201' }],
    }),
  )
  await iter.until(async () => (await status()) === 'RUNNING')
  expect(await rows('select status from payment_flow where municipality_id = $1')).toEqual([{ status: 'waiting' }])
})
