import { retryOutage } from '../../db/queries/retry-outage.ts'
import { incident } from '../../db/schema/projections.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'
import { aCase } from './fixtures.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

test('an incident is asked for once; the one that takes its place after a crash is asked for too', async () => {
  const { town, id: caseId } = await aCase(fresh.db)
  await fresh.db.withTenants([town], tx =>
    tx.insert(incident).values({
      municipalityId: town,
      caseId,
      incidentId: 'incident-15',
      number: 'TEST-2026-000001',
      procedure: 'test',
      caseTitle: 'Prova',
      element: 'residence',
      name: 'Accerta la residenza',
      work: 'residence#1',
      operation: 'anpr.residence',
      platform: 'anpr',
      kind: 'unavailable',
      code: 'anpr-timeout',
      message: 'ANPR non risponde',
      touched: false,
      heals: true,
      allowed: ['retry'],
      raisedAt: '2026-11-22T08:04:00.000Z',
    }),
  )
  const heal = () =>
    fresh.db.withTenants([town], tx => retryOutage(tx, { municipality: town, platform: 'anpr', limit: 10 }))
  expect([await heal(), await heal()]).toEqual([1, 0])
  await fresh.db.withTenants([town], tx => tx.update(incident).set({ raisedAt: '2026-11-22T08:05:26.685Z' }))
  expect([await heal(), await heal()]).toEqual([1, 0])
})
