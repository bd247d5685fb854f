import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { countCases } from '../../db/queries/count-cases.ts'
import { insertCase } from '../../db/queries/insert-case.ts'
import type { NewCase } from '../../db/queries/insert-case.ts'
import { caseRecord } from '../../db/schema/cases.ts'
import { auditEntry, change, outbox } from '../../db/schema/journals.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aDefinition, aNewCase, aTown } from './fixtures.ts'

let fresh: FreshDatabase
let definitionId: string
let town: string
beforeAll(async () => {
  fresh = await freshDatabase()
  definitionId = await aDefinition(fresh.db)
})
beforeEach(async () => {
  town = await aTown(fresh.db)
})
afterAll(() => fresh.drop())

const insert = (some: Partial<NewCase> = {}) =>
  fresh.db.withTenants([town], tx => insertCase(tx, aNewCase(town, definitionId, some)))

const stored = () =>
  fresh.db.withTenants([town], async tx => ({
    cases: await tx.select().from(caseRecord),
    outbox: await tx.select().from(outbox),
    audit: await tx.select().from(auditEntry),
    changes: await tx.select().from(change),
    counts: await countCases(tx),
  }))

test('one transaction writes the case, its start, its audit entry and its change', async () => {
  const made = await insert()
  if (made.kind !== 'created') throw new Error(made.kind)
  const { id } = made.record
  expect(made.record.number).toBe('MENSA-2026-000001')
  expect(await stored()).toMatchObject({
    cases: [{ id }],
    outbox: [{ caseId: id, kind: 'start', payload: { number: 'MENSA-2026-000001' }, idempotencyKey: `start/${id}` }],
    audit: [{ seq: 1, action: 'case.created', object: { type: 'case', id } }],
    changes: [{ resource: 'case', resourceId: id }],
    counts: [{ status: 'running', phase: 'working', count: 1 }],
  })
})

test('nobody’s name or fiscal code is in the audit log', async () => {
  await insert()
  const { audit } = await stored()
  expect(JSON.stringify(audit)).not.toMatch(/Rossi|RSSNNA|RSSLCU/)
})

test('ten equal requests at once make one case, and get the same answer', async () => {
  const idempotencyKey = randomUUID()
  const answers = await Promise.all(Array.from({ length: 10 }, () => insert({ idempotencyKey })))
  expect(answers.map(answer => answer.kind).toSorted()).toEqual([
    'created',
    ...Array.from({ length: 9 }, () => 'known'),
  ])
  const records = answers.map(answer => (answer.kind === 'conflict' ? null : answer.record))
  expect(new Set(records.map(record => record?.id)).size).toBe(1)
  const { cases, outbox: messages, audit } = await stored()
  expect([cases.length, messages.length, audit.length]).toEqual([1, 1, 1])
  expect(await insert()).toMatchObject({ record: { number: 'MENSA-2026-000002' } })
})

test('the same key with another request is a conflict, and writes nothing', async () => {
  const idempotencyKey = randomUUID()
  await insert({ idempotencyKey, requestDigest: 'one' })
  expect(await insert({ idempotencyKey, requestDigest: 'two' })).toEqual({ kind: 'conflict' })
  expect((await stored()).cases).toHaveLength(1)
})

test('the same key in another town is another case', async () => {
  const idempotencyKey = randomUUID()
  await insert({ idempotencyKey })
  town = await aTown(fresh.db)
  expect(await insert({ idempotencyKey })).toMatchObject({ kind: 'created', record: { number: 'MENSA-2026-000001' } })
})

test('numbers count per prefix and year, without gaps, however many come at once and fail', async () => {
  const failing = insert({
    start: () => {
      throw new Error('no')
    },
  })
  const all = await Promise.allSettled([failing, ...Array.from({ length: 12 }, () => insert())])
  expect(all.filter(result => result.status === 'rejected')).toHaveLength(1)
  await insert({ year: 2027 })
  await insert({ numberPrefix: 'TARI' })
  const numbers = (await stored()).cases.map(row => row.number).toSorted()
  expect(numbers).toEqual([
    ...Array.from({ length: 12 }, (_, index) => `MENSA-2026-${String(index + 1).padStart(6, '0')}`),
    'MENSA-2027-000001',
    'TARI-2026-000001',
  ])
})

test('the unique constraint is the last word on the key', async () => {
  const made = await insert()
  if (made.kind !== 'created') throw new Error(made.kind)
  const { id: _, number: __, ...row } = made.record
  await expect(
    fresh.db.withTenants([town], tx => tx.insert(caseRecord).values({ ...row, number: 'other' })),
  ).rejects.toMatchObject({ constraint: 'case_record_idempotency' })
  expect(
    await fresh.db.withTenants([town], tx => tx.select().from(caseRecord).where(eq(caseRecord.number, 'other'))),
  ).toEqual([])
})
