import { caseRecord } from '../../db/schema/cases.ts'
import { Client, Connection } from '@temporalio/client'
import { rebuildCase, readState } from '../../server/reconciler/rebuild-case.ts'
import type { Progress } from '../../server/reconciler/rebuild-town.ts'
import { rebuildTown } from '../../server/reconciler/rebuild-town.ts'
import type { LiveIter } from '../support/live-iter.ts'
import { liveIter } from '../support/live-iter.ts'
import { aPlan, receive, task, within } from '../workflows/support/diagram.ts'

let iter: LiveIter
beforeAll(async () => {
  iter = await liveIter(await aPlan([task('check'), within(receive('wait', 'go'), 'P30D'), task('last')]))
}, 120_000)
afterAll(() => iter.stop(), 60_000)

const projections = ['case_view', 'task', 'incident', 'case_event', 'case_term', 'case_counter_by_state']

/** Every projection's rows, without the place of the publication they came by: nobody is shown it. */
async function everything(): Promise<Record<string, unknown[]>> {
  const rows = projections.map(async table => {
    const found = await iter.database.asSuperuser(
      `select * from ${table} where to_jsonb(${table}) ->> 'count' is distinct from '0'`,
    )
    const shown = found.rows.map(({ run: _run, history_length: _place, ...row }) => row)
    return [table, shown.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))] as const
  })
  return Object.fromEntries(await Promise.all(rows))
}

const truncate = () => iter.database.asSuperuser(`truncate ${projections.join(', ')}`)
const deps = async () => ({ db: iter.database.db, client: await iter.client() })

async function aSetOfCases(): Promise<string[]> {
  const cases = await Promise.all(Array.from({ length: 9 }, () => iter.aCase()))
  const [ended = '', waiting = '', closed = ''] = cases
  for (const id of [ended, waiting]) await iter.complete(id, 'check')
  await iter.tell(ended, 'go')
  await iter.complete(ended, 'last')
  await iter.close(closed)
  await iter.until(async () => (await iter.view(ended))?.status === 'completed')
  return cases
}

test('emptied projections come back as they were, from workflows and from states stored at closing', async () => {
  await aSetOfCases()
  const before = await everything()
  expect(before['case_event']?.length).toBeGreaterThan(20)
  await truncate()

  const figures = await rebuildTown(await deps(), iter.town)

  expect(figures).toEqual({ rebuilt: 9, 'no-workflow': 0, overtaken: 0, failed: 0 })
  expect(await everything()).toEqual(before)
}, 60_000)

test('people work meanwhile: what they do is there afterwards, the rest is as it was', async () => {
  const cases = await aSetOfCases()
  const moved = cases.slice(3, 8)
  const tasks = await Promise.all(moved.map(async id => (await iter.view(id))?.view.tasks[0]?.id ?? ''))
  const before = await everything()
  await truncate()

  const rebuilding = rebuildTown(await deps(), iter.town)
  for (const [i, id] of moved.entries()) await iter.send(id, { type: 'complete', task: tasks[i] ?? '', values: {} })
  await rebuilding

  await iter.until(async () =>
    (await Promise.all(moved.map(id => iter.view(id)))).every(view => view?.phase === 'waiting-outside' && view.rest),
  )
  const after = await everything()
  const isMoved = (row: any) => moved.includes(row.case_id)
  for (const table of projections.slice(0, -1)) {
    expect(after[table]?.filter(row => !isMoved(row))).toEqual(before[table]?.filter(row => !isMoved(row)))
  }
  for (const id of moved) await expectAsInWorkflow(id)
  const counted = await iter.database.asSuperuser(
    `select procedure, status, phase, count(*)::int as count from case_view group by 1, 2, 3 order by 3`,
  )
  const counters = await iter.database.asSuperuser(
    `select procedure, status, phase, count::int from case_counter_by_state where count <> 0 order by 3`,
  )
  expect(counters.rows).toEqual(counted.rows)
}, 60_000)

/** Shown is what the workflow holds, with every line of its history. */
async function expectAsInWorkflow(id: string): Promise<void> {
  const snapshot = await readState(await iter.client(), { municipalityId: iter.town, id })
  const view = await iter.view(id)
  expect(view?.revision).toBe(snapshot?.state.revision)
  const events = await iter.database.asSuperuser('select idx, type from case_event where case_id = $1 order by idx', [
    id,
  ])
  expect(events.rows).toEqual(snapshot?.state.history.map(({ type }, idx) => ({ idx, type })))
  const tasks = await iter.database.asSuperuser('select task_id as id, state from task where case_id = $1', [id])
  expect(tasks.rows).toEqual(snapshot?.state.tasks.map(one => ({ id: one.id, state: one.state })))
}

test('a stopped rebuild goes on where it was, and prints how far it has come', async () => {
  const records = await iter.inTown(tx => tx.select().from(caseRecord).orderBy(caseRecord.id))
  const half = records[Math.floor(records.length / 2)]?.id ?? ''
  const before = await everything()
  await truncate()
  for (const record of records.filter(one => one.id <= half)) await rebuildCase(await deps(), record)
  const seen: Progress[] = []

  const { rebuilt } = await rebuildTown(await deps(), iter.town, { after: half, onProgress: one => seen.push(one) })

  expect(rebuilt).toBe(records.filter(one => one.id > half).length)
  expect(seen.at(-1)).toMatchObject({ of: records.length, last: records.at(-1)?.id })
  expect(await everything()).toEqual(before)
}, 60_000)

test('without a worker that answers for Temporal nothing is touched', async () => {
  const before = await everything()
  const connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' })
  const client = new Client({ connection, namespace: 'default' })
  await expect(rebuildTown({ ...(await deps()), client }, iter.town)).rejects.toThrow('no worker asks for work')
  await connection.close()
  expect(await everything()).toEqual(before)
})
