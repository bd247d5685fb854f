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
