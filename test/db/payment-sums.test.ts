import { sql } from 'drizzle-orm'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

/** Fifty towns' classes hold hundreds of thousands of payments: their rows are not read to be summed up. */
it.each([
  ['a class', `missing = 'nothing'`, 'payment_missing'],
  ['a service’s class', `missing = 'nothing' and service = 'tari'`, 'payment_by_service'],
])('%s is summed up from its index alone', async (_what, where, index) => {
  const town = '00000000-0000-4000-8000-000000000001'
  const plan = await fresh.db.withTenants([town], async tx => {
    await tx.execute(sql`set local enable_seqscan = off`)
    await tx.execute(sql`set local enable_bitmapscan = off`)
    const query = `select count(*), sum(own_cents) from payment where municipality_id = '${town}' and ${where}`
    const { rows } = await tx.execute<{ 'QUERY PLAN': string }>(sql.raw(`explain ${query}`))
    return rows.map(row => row['QUERY PLAN']).join('\n')
  })
  expect(plan).toContain(`Index Only Scan using ${index}`)
})
