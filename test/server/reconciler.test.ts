import { randomUUID } from 'node:crypto'
import { desc, eq } from 'drizzle-orm'
import { pino } from 'pino'
import { askRun, beginRun } from '../../db/queries/consistency-runs.ts'
import { caseRecord } from '../../db/schema/cases.ts'
import { consistencyFinding } from '../../db/schema/consistency.ts'
import { outbox } from '../../db/schema/journals.ts'
import { receipt } from '../../db/schema/payments.ts'
import { effect } from '../../db/schema/platforms.ts'
import { caseView } from '../../db/schema/projections.ts'
import { readState } from '../../server/reconciler/rebuild-case.ts'
import { reconcile } from '../../server/reconciler/reconcile.ts'
import { caseWorkflowId, caseWorkflowType, casesQueue } from '../../workflows/messages.ts'
import type { LiveIter } from '../support/live-iter.ts'
import { liveIter } from '../support/live-iter.ts'
import { aPlan, receive, task } from '../workflows/support/diagram.ts'

let iter: LiveIter
let town: string
beforeAll(async () => {
  iter = await liveIter(await aPlan([task('check'), receive('wait', 'go'), task('last')]))
  town = iter.town
}, 120_000)
afterAll(() => iter.stop(), 60_000)

/** A round without grace, in small pages; what it found, by kind. */
async function round() {
  const runId = await iter.database.db.global(async tx => {
    await askRun(tx, null)
    return beginRun(tx)
  })
  const pace = { graceSeconds: 0, atOnce: 4, page: 3 }
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' })
  const { signal } = new AbortController()
  const connect = () => iter.client()
  const figures = await reconcile({ db: iter.database.db, connect, log, runId: runId ?? '', pace, signal })
  const findings = await inTown(tx =>
    tx
      .select()
      .from(consistencyFinding)
      .where(eq(consistencyFinding.runId, runId ?? '')),
  )
  return { ...figures, findings: findings.map(({ kind, subject, state }) => `${kind} ${subject} ${state}`).toSorted() }
}

const inTown: LiveIter['inTown'] = fn => iter.inTown(fn)
const viewOf = (id: string) => iter.view(id)

async function deleteWorkflow(id: string): Promise<void> {
  const client = await iter.client()
  const workflowExecution = { workflowId: caseWorkflowId(town, id) }
  await client.workflowService.deleteWorkflowExecution({ namespace: client.options.namespace, workflowExecution })
  await iter.until(async () =>
    client.workflow
      .getHandle(workflowExecution.workflowId)
      .describe()
      .then(
        () => false,
        () => true,
      ),
  )
}

test('a healthy set of cases, open, acted upon and ended, is left in peace', async () => {
  const cases = await Promise.all(Array.from({ length: 8 }, () => iter.aCase()))
  const [first = '', second = '', third = ''] = cases
  for (const id of [first, second]) await iter.complete(id, 'check')
  for (const id of [first, second]) await iter.tell(id, 'go')
  await iter.complete(first, 'last')
  await iter.until(async () => (await viewOf(first))?.status === 'completed')
  await iter.close(third)

  const { cases: looked, workflows, error, ...rest } = await round()

  expect({ ...rest, error }).toEqual({ found: 0, repaired: 0, findings: [], error: null })
  expect(looked).toBe(6)
  expect(workflows).toBe(6)
  const closed = await inTown(tx => tx.select().from(caseRecord).where(eq(caseRecord.id, first)))
  expect(closed[0]?.closedState).toMatchObject({ status: 'completed', history: expect.any(Array) })
})

test('a case whose start was lost, row and all, is started through the outbox', async () => {
  await iter.relay.stop()
  const id = await iter.aCase({ isAwaited: false })
  await iter.database.asSuperuser('delete from outbox where case_id = $1', [id])

  expect((await round()).findings).toEqual([`case-without-workflow ${id} repaired`])

  iter.startRelay()
  await iter.until(async () => (await viewOf(id))?.phase === 'waiting-task')
  expect((await round()).findings).toEqual([])
})

test('a case whose workflow is gone begins again and hears again what it was told; acts that came too early are sent again', async () => {
  const id = await iter.aCase()
  await iter.complete(id, 'check')
  await iter.tell(id, 'go')
  await iter.until(async () => (await viewOf(id))?.view.tasks.some(one => one.element === 'last') === true)
  await deleteWorkflow(id)

  const { findings } = await round()

  expect(findings[1]).toBe(`case-without-workflow ${id} repaired`)
  expect(findings[0]).toMatch(/^act-lost .* repaired$/)
  const client = await iter.client()
  await iter.until(async () => {
    const found = (await round()).findings
    const again = await readState(client, { municipalityId: town, id })
    const isThere = again?.state.tasks.some(one => one.element === 'last' && one.state === 'open') === true
    return isThere && found.length === 0
  })
  expect((await viewOf(id))?.view.tasks.map(one => `${one.element} ${one.state}`)).toEqual([
    'check completed',
    'last open',
  ])
  const open = await inTown(tx => tx.select().from(consistencyFinding).where(eq(consistencyFinding.state, 'open')))
  expect(open).toEqual([])
})

test('an old projection put back is published anew', async () => {
  const id = await iter.aCase()
  const old = await viewOf(id)
  await iter.complete(id, 'check')
  await iter.until(async () => (await viewOf(id))?.phase === 'waiting-outside')
  const newest = await viewOf(id)
  await inTown(tx =>
    tx
      .update(caseView)
      .set(old ?? {})
      .where(eq(caseView.caseId, id)),
  )
  await iter.database.asSuperuser(`delete from task where case_id = $1`, [id])

  expect((await round()).findings).toEqual([`projection-behind ${id} repaired`])

  expect(await viewOf(id)).toEqual({ ...newest, historyLength: expect.any(Number) })
  const tasks = await iter.database.asSuperuser(`select state from task where case_id = $1`, [id])
  expect(tasks.rows).toEqual([{ state: 'completed' }])
  expect((await round()).findings).toEqual([])
})

test('an intent that nobody is at is told to a person; a step that is at it is not', async () => {
  const id = await iter.aCase()
  const intent = {
    municipalityId: town,
    caseId: id,
    work: 'io#99',
    operation: 'io.sendMessage',
    platform: 'io',
    status: 'intent',
    requestDigest: '',
  } as const
  const key = randomUUID()
  await inTown(tx => tx.insert(effect).values({ ...intent, key, leaseUntil: '2026-01-01T00:00:00.000Z' }))
  const running = { ...intent, key: randomUUID(), leaseUntil: '2999-01-01T00:00:00.000Z' }
  await inTown(tx => tx.insert(effect).values(running))
  const [row] = await inTown(tx => tx.select().from(effect).where(eq(effect.key, key)))

  expect((await round()).findings).toEqual([`effect-stuck ${row?.id} open`])

  await inTown(tx => tx.update(effect).set({ status: 'done' }).where(eq(effect.key, key)))
  expect((await round()).findings).toEqual([])
  const [settled] = await inTown(tx =>
    tx
      .select()
      .from(consistencyFinding)
      .where(eq(consistencyFinding.subject, row?.id ?? '')),
  )
  expect(settled?.state).toBe('gone')
})

test('a workflow without a case is told and never ended', async () => {
  const client = await iter.client()
  const workflowId = caseWorkflowId(town, randomUUID())
  const args = [{ ...iter.input, caseId: workflowId.split('/')[2], municipality: town }]
  const handle = await client.workflow.start(caseWorkflowType, { workflowId, taskQueue: casesQueue, args })
  await iter.until(async () => (await round()).findings.includes(`workflow-without-case ${workflowId} open`))
  expect((await handle.describe()).status.name).toBe('RUNNING')
  await handle.terminate()
  await iter.until(async () => (await round()).findings.length === 0)
})

test('a workflow that somebody has terminated is told', async () => {
  const id = await iter.aCase()
  const client = await iter.client()
  await client.workflow.getHandle(caseWorkflowId(town, id)).terminate()

  expect((await round()).findings).toEqual([`workflow-stopped ${id} open`])

  await iter.database.asSuperuser(`update case_record set driver = 'archive' where id = $1`, [id])
})

test('a case that has ended without leaving its final state gets it from its workflow', async () => {
  const id = await iter.aCase()
  await iter.close(id)
  await inTown(tx => tx.update(caseRecord).set({ closedAt: null, closedState: null }).where(eq(caseRecord.id, id)))

  expect((await round()).findings).toEqual([`closed-without-state ${id} repaired`])

  const [record] = await inTown(tx => tx.select().from(caseRecord).where(eq(caseRecord.id, id)))
  expect(record?.closedState).toMatchObject({ status: 'closed' })
  expect(record?.closedAt).not.toBeNull()
})

test('a receipt that its case was never told of is told now, once', async () => {
  const id = await iter.aCase()
  const receiptId = randomUUID()
  const at = new Date(Date.now() - 1000).toISOString()
  const row = {
    receiptId,
    nav: '301',
    iuv: '01',
    cents: 500,
    paidAt: at,
    source: 'push',
    payload: {},
    receivedAt: at,
  } as const
  await inTown(tx => tx.insert(receipt).values({ ...row, municipalityId: town, caseId: id }))

  expect((await round()).findings).toEqual([expect.stringMatching(/^receipt-untold .* repaired$/)])
  await iter.until(async () => {
    const [message] = await inTown(tx => tx.select().from(outbox).where(eq(outbox.caseId, id)).orderBy(desc(outbox.id)))
    return message?.deliveredAt !== null
  })
  expect((await round()).findings).toEqual([])

  const told = await inTown(tx =>
    tx
      .select()
      .from(outbox)
      .where(eq(outbox.idempotencyKey, `receipt/${receiptId}`)),
  )
  expect(told).toHaveLength(1)
  expect(told[0]?.payload).toMatchObject({ name: 'payment', data: { receiptId, cents: 500, duplicate: false } })
})

test('a message that cannot be delivered is told with its error', async () => {
  const id = await iter.aCase()
  const broken = {
    municipalityId: town,
    caseId: id,
    kind: 'update',
    payload: {},
    idempotencyKey: randomUUID(),
  } as const
  const [row] = await inTown(tx => tx.insert(outbox).values(broken).returning())
  iter.relay.wake()
  await iter.until(async () => {
    const [found] = await inTown(tx =>
      tx
        .select()
        .from(outbox)
        .where(eq(outbox.id, row?.id ?? 0)),
    )
    return found?.lastError !== null
  })

  expect((await round()).findings).toEqual([`outbox-stuck ${row?.id} open`])

  await iter.database.asSuperuser('delete from outbox where id = $1', [row?.id])
})

test('without Temporal it finds nothing and says why', async () => {
  const connect = () => Promise.reject(new Error('Temporal does not answer'))
  const runId = await iter.database.db.global(async tx => (await askRun(tx, null), beginRun(tx)))
  const options = { db: iter.database.db, connect, runId: runId ?? '', log: pino({ level: 'silent' }) }
  const pace = { graceSeconds: 0, atOnce: 4, page: 3 }
  expect(await reconcile({ ...options, pace, signal: new AbortController().signal })).toEqual({
    cases: 0,
    workflows: 0,
    found: 0,
    repaired: 0,
    error: 'Temporal does not answer',
  })
})
