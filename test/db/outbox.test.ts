import { eq } from 'drizzle-orm'
import { listen } from '../../db/listen.ts'
import { enqueueOutbox } from '../../db/queries/enqueue-outbox.ts'
import type { OutboxMessage } from '../../db/queries/enqueue-outbox.ts'
import { failOutbox } from '../../db/queries/fail-outbox.ts'
import { readOutboxAnswer } from '../../db/queries/read-outbox-answer.ts'
import { settleOutbox } from '../../db/queries/settle-outbox.ts'
import { takeOutbox } from '../../db/queries/take-outbox.ts'
import type { OutboxRow } from '../../db/queries/take-outbox.ts'
import { outbox } from '../../db/schema/journals.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aCase } from './fixtures.ts'

let fresh: FreshDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.drop())

const take = (limit = 100): Promise<OutboxRow[]> =>
  fresh.relay.global(tx => takeOutbox(tx, { limit, leaseSeconds: 30 }))
const settle = (row: OutboxRow, answer = {}) => fresh.relay.global(tx => settleOutbox(tx, row, answer))
const enqueue = (
  of: { town: string; id: string },
  some: Partial<Omit<Extract<OutboxMessage, { caseId: string }>, 'municipality'>>,
) =>
  fresh.db.withTenants([of.town], tx =>
    enqueueOutbox(tx, {
      municipality: of.town,
      caseId: of.id,
      kind: 'update',
      payload: {},
      idempotencyKey: 'k',
      ...some,
    }),
  )

test('several relays at once: each message is taken by one of them', async () => {
  const cases = await Promise.all(Array.from({ length: 40 }, () => aCase(fresh.db)))
  const taken = (await Promise.all(Array.from({ length: 8 }, () => take(10)))).flat()
  const rest = await take()
  const ids = [...taken, ...rest].map(row => row.caseId ?? '')
  expect(ids.toSorted()).toEqual(cases.map(({ id }) => id).toSorted())
})

test('a message that was taken comes again when its lease has run out', async () => {
  await aCase(fresh.db)
  const [first] = await take()
  expect(await take()).toEqual([])
  await fresh.asSuperuser(`update outbox set next_at = now() - interval '1 s'`)
  const [again] = await take()
  expect(again).toMatchObject({ id: first!.id, tries: 2 })
})

test('a case’s messages go one after the other, in their order', async () => {
  const made = await aCase(fresh.db)
  await enqueue(made, { idempotencyKey: 'one' })
  await enqueue(made, { idempotencyKey: 'two' })
  const kinds: string[] = []
  for (let rows = await take(); rows.length > 0; rows = await take()) {
    expect(rows).toHaveLength(1)
    kinds.push(rows[0]!.idempotencyKey)
    await settle(rows[0]!)
  }
  expect(kinds).toEqual([`start/${made.id}`, 'one', 'two'])
})

test('a staff act goes before the starts of a mass import', async () => {
  const made = await aCase(fresh.db)
  await settle((await take())[0]!)
  for (let left = 3; left > 0; left -= 1) await aCase(fresh.db)
  await enqueue(made, { idempotencyKey: 'act' })
  expect(await take(1)).toMatchObject([{ idempotencyKey: 'act' }])
})

test('a failed delivery waits until its next time, and keeps the error for the operator', async () => {
  await aCase(fresh.db)
  const [row] = await take()
  await fresh.relay.global(tx =>
    failOutbox(tx, row!, { error: 'Temporal is down', nextAt: '2099-01-01T00:00:00.000Z' }),
  )
  expect(await take()).toEqual([])
  const [stored] = await fresh.relay.global(tx => tx.select().from(outbox).where(eq(outbox.id, row!.id)))
  expect(stored).toMatchObject({ lastError: 'Temporal is down', nextAt: '2099-01-01T00:00:00.000Z', deliveredAt: null })
})

test('a message is settled once, and its answer can be read', async () => {
  const { town } = await aCase(fresh.db)
  const [row] = await take()
  const read = () => fresh.db.withTenants([town], tx => readOutboxAnswer(tx, town, row!.id))
  expect(await read()).toEqual({ delivered: false, tries: 1, lastError: null })
  expect(await settle(row!, { accepted: true })).toBe(true)
  expect(await settle(row!, { accepted: false })).toBe(false)
  expect(await read()).toMatchObject({ delivered: true, answer: { accepted: true } })
})

test('the same key is the same message', async () => {
  const made = await aCase(fresh.db)
  const first = await enqueue(made, { idempotencyKey: 'same' })
  const again = await enqueue(made, { idempotencyKey: 'same', payload: { other: true } })
  expect(first.fresh).toBe(true)
  expect(again).toEqual({ ...first, fresh: false })
})

test('commit wakes the relay, a settled message wakes who waits for it', async () => {
  const heard: string[] = []
  let wake: () => void = () => {}
  const until = async (what: string) => {
    while (!heard.includes(what)) await new Promise<void>(resolve => (wake = resolve))
  }
  const hear = (channel: 'outbox' | 'outbox_answer') =>
    listen({ url: fresh.relayUrl, channel }, payload => {
      heard.push(`${channel}:${payload}`)
      wake()
    })
  const listeners = [hear('outbox'), hear('outbox_answer')]
  await until('outbox:')
  await until('outbox_answer:')
  heard.length = 0
  await aCase(fresh.db)
  await until('outbox:')
  const [row] = await take()
  await settle(row!)
  await until(`outbox_answer:${row!.id}`)
  await Promise.all(listeners.map(listener => listener.stop()))
})
