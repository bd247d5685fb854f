import { openIntent } from '../../db/queries/open-intent.ts'
import type { Intent, Opened } from '../../db/queries/open-intent.ts'
import { markToVerify } from '../../db/queries/mark-to-verify.ts'
import { refuseIntent } from '../../db/queries/refuse-intent.ts'
import { settleIntent } from '../../db/queries/settle-intent.ts'
import { voidIntent } from '../../db/queries/void-intent.ts'
import type { Tx } from '../../db/client.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aTown } from './fixtures.ts'

let fresh: FreshDatabase
let town: string
let key = ''
beforeAll(async () => {
  fresh = await freshDatabase()
  town = await aTown(fresh.db)
})
beforeEach(() => {
  key = `${town}:${Math.random()}`
})
afterAll(() => fresh.drop())

const inTown = <T>(fn: (tx: Tx) => Promise<T>) => fresh.db.withTenants([town], fn)
const open = (some = {}): Promise<Opened> =>
  inTown(tx =>
    openIntent(tx, {
      municipality: town,
      key,
      operation: 'pagopa.createNotice',
      platform: 'pagopa',
      requestDigest: 'd',
      leaseSeconds: 60,
      ...some,
    }),
  )
const leaseEnds = () =>
  fresh.asSuperuser(`update effect set lease_until = now() - interval '1 s' where key = $1`, [key])

async function opened(kind: 'fresh' | 'unknown'): Promise<Intent> {
  const answer = await open()
  if (answer.kind !== kind || !('intent' in answer)) throw new Error(`expected ${kind}, got ${answer.kind}`)
  return answer.intent
}

test('of many callers at once one may call, the others wait', async () => {
  const kinds = (await Promise.all(Array.from({ length: 9 }, () => open()))).map(answer => answer.kind)
  expect(kinds.toSorted()).toEqual(['fresh', ...Array.from({ length: 8 }, () => 'running')])
})

test('who comes after the outcome gets the outcome', async () => {
  const intent = await opened('fresh')
  await inTown(tx => settleIntent(tx, intent, { iuv: '01234' }))
  expect(await open()).toEqual({ kind: 'done', outcome: { iuv: '01234' } })
})

test.each([['12'], [null], [['a', '1']], [7], ['plain']])('an outcome comes back as it was: %j', async outcome => {
  await inTown(async tx => settleIntent(tx, await opened('fresh'), outcome))
  expect(await open()).toEqual({ kind: 'done', outcome })
})

test('a lease that ran out makes the outcome unknown, for one of many callers', async () => {
  await opened('fresh')
  await leaseEnds()
  const kinds = (await Promise.all(Array.from({ length: 9 }, () => open()))).map(answer => answer.kind)
  expect(kinds.toSorted()).toEqual([...Array.from({ length: 8 }, () => 'running'), 'unknown'])
})

test('what really happened is heard from whoever knows it, once', async () => {
  const dead = await opened('fresh')
  await leaseEnds()
  const heir = await opened('unknown')
  expect(await inTown(tx => settleIntent(tx, dead, 'first'))).toBe('first')
  expect(await inTown(tx => settleIntent(tx, heir, 'second'))).toBe('first')
})

test('who lost the lease can no longer say that nothing happened', async () => {
  const dead = await opened('fresh')
  await leaseEnds()
  const heir = await opened('unknown')
  expect(await inTown(tx => voidIntent(tx, dead))).toBe(false)
  expect(await inTown(tx => refuseIntent(tx, dead))).toBe(false)
  expect(await inTown(tx => markToVerify(tx, dead))).toBe(false)
  expect(await inTown(tx => voidIntent(tx, heir))).toBe(true)
  expect((await open()).kind).toBe('fresh')
})

test('after a refusal the key may be used again, with another request', async () => {
  const intent = await opened('fresh')
  await inTown(tx => refuseIntent(tx, intent, { code: 'bad-iban' }))
  expect(await open({ requestDigest: 'other' })).toMatchObject({ kind: 'fresh', intent: { generation: 2 } })
})

test('what a person must verify is not sent again, until the outcome is known', async () => {
  const intent = await opened('fresh')
  await inTown(tx => markToVerify(tx, intent))
  await leaseEnds()
  expect((await open()).kind).toBe('to-verify')
  await inTown(tx => settleIntent(tx, intent, 'found'))
  expect(await open()).toEqual({ kind: 'done', outcome: 'found' })
})

test('the same key in two towns is two effects', async () => {
  const other = await aTown(fresh.db)
  await opened('fresh')
  const answer = await fresh.db.withTenants([other], tx =>
    openIntent(tx, { municipality: other, key, operation: 'o', platform: 'p', requestDigest: 'd', leaseSeconds: 1 }),
  )
  expect(answer.kind).toBe('fresh')
})
