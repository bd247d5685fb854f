import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { createKeys } from '../../db/keys.ts'
import { seal, unseal } from '../../db/sealing.ts'
import { dataKey } from '../../db/schema/municipalities.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aTown } from './fixtures.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

const unsealable = { kind: 'unsealable' }
const another = (masterKey = fresh.masterKey, previousMasterKeys: Buffer[] = []) =>
  createKeys({ db: fresh.db, masterKey, previousMasterKeys })

test('what was sealed opens, also in another process', async () => {
  const town = await aTown(fresh.db)
  const sealed = await fresh.keys.sealFor(town, 'celiachia', 'confidential_record/1')
  expect(sealed.includes('celiachia')).toBe(false)
  expect((await another().openFor(town, sealed, 'confidential_record/1')).toString()).toBe('celiachia')
})

test('it does not open elsewhere: another row, another town, another master key', async () => {
  const [town, other] = [await aTown(fresh.db), await aTown(fresh.db)]
  const sealed = await fresh.keys.sealFor(town, 'x', 'row/1')
  await fresh.keys.sealFor(other, 'x', 'row/1')
  await expect(fresh.keys.openFor(town, sealed, 'row/2')).rejects.toMatchObject(unsealable)
  await expect(fresh.keys.openFor(other, sealed, 'row/1')).rejects.toMatchObject(unsealable)
  await expect(another(randomBytes(32)).openFor(town, sealed, 'row/1')).rejects.toThrow(/another master key/)
})

test('a wrapped key moved to another town is of no use there', async () => {
  const [town, other] = [await aTown(fresh.db), await aTown(fresh.db)]
  const sealed = await fresh.keys.sealFor(town, 'x', 'row/1')
  await fresh.asSuperuser('update data_key set municipality_id = $2 where municipality_id = $1', [town, other])
  await expect(another().openFor(other, sealed, 'row/1')).rejects.toMatchObject(unsealable)
})

test('after a rotation the new key seals and the old one still opens', async () => {
  const town = await aTown(fresh.db)
  const before = await fresh.keys.sealFor(town, 'before', 'row/1')
  await fresh.keys.rotate(town)
  const after = await fresh.keys.sealFor(town, 'after', 'row/2')
  expect(after.subarray(1, 17)).not.toEqual(before.subarray(1, 17))
  for (const keys of [fresh.keys, another()]) {
    expect((await keys.openFor(town, before, 'row/1')).toString()).toBe('before')
    expect((await keys.openFor(town, after, 'row/2')).toString()).toBe('after')
  }
})

test('after a change of the master key the previous one still unwraps, the new one wraps', async () => {
  const town = await aTown(fresh.db)
  const sealed = await fresh.keys.sealFor(town, 'x', 'row/1')
  const masterKey = randomBytes(32)
  const both = another(masterKey, [fresh.masterKey])
  expect((await both.openFor(town, sealed, 'row/1')).toString()).toBe('x')
  await both.rotate(town)
  const later = await both.sealFor(town, 'y', 'row/2')
  expect((await another(masterKey).openFor(town, later, 'row/2')).toString()).toBe('y')
})

test('many first uses at once make one key', async () => {
  const town = await aTown(fresh.db)
  await Promise.all(Array.from({ length: 8 }, () => another().sealFor(town, 'x', 'row/1')))
  expect(await fresh.db.withTenants([town], tx => tx.select().from(dataKey))).toHaveLength(1)
})

test('neither data key nor master key is stored in the clear', async () => {
  const town = await aTown(fresh.db)
  const { key } = await fresh.keys.activeKey(town)
  const [stored] = await fresh.db.withTenants([town], tx => tx.select().from(dataKey))
  expect(stored!.wrapped.includes(key)).toBe(false)
  expect(stored!.wrapped.includes(fresh.masterKey.subarray(0, 8))).toBe(false)
})

test('a master key of another length is refused with what to do', () => {
  expect(() => another(randomBytes(16))).toThrow(/32 bytes, not 16 \(ITER_MASTER_KEY/)
})

test('any altered bit, cut or addition is found', () => {
  const key = randomBytes(32)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(), (clear, position) => {
      const sealed = seal(key, clear, 'context')
      expect(new Uint8Array(unseal(key, sealed, 'context'))).toEqual(clear)
      const altered = Buffer.from(sealed)
      const index = position % sealed.length
      altered[index] = altered[index]! ^ (1 << (position % 8))
      for (const bad of [
        altered,
        sealed.subarray(0, -1),
        sealed.subarray(1),
        Buffer.concat([sealed, Buffer.alloc(1)]),
      ]) {
        expect(() => unseal(key, bad, 'context')).toThrow()
      }
    }),
  )
})
