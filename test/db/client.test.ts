import { createDb } from '../../db/client.ts'
import { office } from '../../db/schema/municipalities.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aTown } from './fixtures.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

test('what throws rolls back', async () => {
  const town = await aTown(fresh.db)
  const failing = fresh.db.withTenants([town], async tx => {
    await tx.insert(office).values({ municipalityId: town, code: 'a', name: 'A' })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await fresh.db.withTenants([town], tx => tx.select().from(office))).toEqual([])
})

test('an error says what failed and never with which values', async () => {
  const town = await aTown(fresh.db)
  const row = { municipalityId: town, code: 'RSSNNA80A41F205X', name: 'Rossi Anna' }
  const failing = fresh.db.withTenants([town], async tx => {
    await tx.insert(office).values(row)
    await tx.insert(office).values(row)
  })
  const error = await failing.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ kind: 'query-failed', code: '23505', constraint: 'office_code' })
  expect(`${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? error.stack : ''}`).not.toMatch(
    /Rossi|RSSNNA/,
  )
})

test('a value that does not fit its type is not quoted', async () => {
  const town = await aTown(fresh.db)
  const failing = fresh.db.withTenants([town], tx =>
    tx.insert(office).values({ id: 'Rossi Anna', municipalityId: town, code: 'x', name: 'x' }),
  )
  const error = await failing.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: '22P02' })
  expect(String(error)).not.toContain('Rossi')
})

test('a server that ends our idle connections does not end the process; the next query connects again', async () => {
  const errors: Error[] = []
  let heard = () => {}
  const lost = new Promise<void>(resolve => (heard = resolve))
  const db = createDb({
    url: fresh.appUrl,
    max: 1,
    name: 'test-cut',
    onError: error => {
      errors.push(error)
      heard()
    },
  })
  await db.global(tx => tx.select().from(office))
  await fresh.asSuperuser(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-cut'`)
  await lost
  expect(errors).toHaveLength(1)
  expect(await db.global(tx => tx.select().from(office))).toEqual([])
  await db.end()
})

test('statements that are awaited together stay in order, inside the transaction and its towns', async () => {
  const [town, other] = [await aTown(fresh.db), await aTown(fresh.db)]
  const insert = (code: string, municipalityId = town) => ({ municipalityId, code, name: code })
  const read = () => fresh.db.withTenants([town], tx => tx.select({ code: office.code }).from(office))
  const [, found] = await fresh.db.withTenants([town], tx =>
    Promise.all([tx.insert(office).values(insert('a')), tx.select({ code: office.code }).from(office)]),
  )
  expect(found).toEqual([{ code: 'a' }])
  const foreign = fresh.db.withTenants([town], tx =>
    Promise.all([tx.insert(office).values(insert('b')), tx.insert(office).values(insert('c', other))]),
  )
  await expect(foreign).rejects.toMatchObject({ code: '42501' })
  expect(await read()).toEqual([{ code: 'a' }])
})

test('a transaction in which a statement failed is not taken for done, also when nobody listened to that statement', async () => {
  const town = await aTown(fresh.db)
  const row = { municipalityId: town, code: 'a', name: 'A' }
  const swallowed = fresh.db.withTenants([town], async tx => {
    await tx.insert(office).values(row)
    await tx
      .insert(office)
      .values(row)
      .catch(() => {})
  })
  await expect(swallowed).rejects.toThrow('rolled back')
  expect(await fresh.db.withTenants([town], tx => tx.select().from(office))).toEqual([])
})

test('a connection that is cut in the middle of a transaction fails the transaction, not the process', async () => {
  const town = await aTown(fresh.db)
  const db = createDb({ url: fresh.appUrl, max: 1, name: 'test-middle' })
  const cut = db.withTenants([town], async tx => {
    await tx.insert(office).values({ municipalityId: town, code: 'a', name: 'A' })
    await fresh.asSuperuser(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-middle'`,
    )
    return tx.select().from(office)
  })
  await expect(cut).rejects.toMatchObject({ kind: 'query-failed' })
  expect(await db.withTenants([town], tx => tx.select().from(office))).toEqual([])
  await db.end()
})
