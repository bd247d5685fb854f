import { noteChange } from '../../db/queries/note-change.ts'
import { currentChangeCursor, readChanges } from '../../db/queries/read-changes.ts'
import type { ChangeCursor } from '../../db/queries/read-changes.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aTown } from './fixtures.ts'

let fresh: FreshDatabase
let town: string
beforeEach(async () => {
  fresh = await freshDatabase()
  town = await aTown(fresh.db)
})
afterEach(() => fresh.drop())

const note = (id: string, of = town) =>
  fresh.db.withTenants([of], tx => noteChange(tx, { municipality: of, resource: 'case', resourceId: id }))
const cursor = () => fresh.db.withTenants([town], currentChangeCursor)
const read = (after: ChangeCursor, limit?: number) => fresh.db.withTenants([town], tx => readChanges(tx, after, limit))

/** A transaction that has noted a change and is still open; `end` lets it commit. */
async function openNote(id: string): Promise<() => Promise<void>> {
  let release = () => {}
  let noted = () => {}
  const hasNoted = new Promise<void>(resolve => (noted = resolve))
  const committed = fresh.db.withTenants([town], async tx => {
    await noteChange(tx, { municipality: town, resource: 'case', resourceId: id })
    noted()
    await new Promise<void>(resolve => (release = resolve))
  })
  await hasNoted
  return () => {
    release()
    return committed
  }
}

/** Reads until a change with this id has come; whatever else runs on the server may hold the horizon back for a moment. */
async function readUntil(start: ChangeCursor, id: string): Promise<string[]> {
  const seen: string[] = []
  let at = start
  for (let tries = 0; !seen.includes(id); tries += 1) {
    if (tries > 5_000) throw new Error(`The change ${id} never came; seen: ${seen.join(', ')}`)
    const page = await read(at)
    seen.push(...page.changes.map(change => change.resourceId))
    at = page.cursor
  }
  return seen
}

test('changes come once, in order, from where one began', async () => {
  await note('before')
  const start = await cursor()
  await note('a')
  await note('b')
  expect(await readUntil(start, 'b')).toEqual(['a', 'b'])
})

test('what commits late is not missed: readers wait below it', async () => {
  const start = await cursor()
  const late = await openNote('late')
  await note('early')
  const meanwhile = await read(start)
  expect(meanwhile.changes).toEqual([])
  await late()
  expect(await readUntil(meanwhile.cursor, 'early')).toEqual(['late', 'early'])
})

test('a page is limited, the next one goes on', async () => {
  const start = await cursor()
  for (const id of ['a', 'b', 'c']) await note(id)
  const seen: string[] = []
  for (let at = start; seen.length < 3;) {
    const page = await read(at, 1)
    expect(page.changes.length).toBeLessThanOrEqual(1)
    seen.push(...page.changes.map(change => change.resourceId))
    at = page.cursor
  }
  expect(seen).toEqual(['a', 'b', 'c'])
})

test('another town’s changes are not read', async () => {
  const other = await aTown(fresh.db)
  const start = await cursor()
  await note('theirs', other)
  await note('ours')
  expect(await readUntil(start, 'ours')).toEqual(['ours'])
})

test('what was rolled back is no change', async () => {
  const start = await cursor()
  await fresh.db
    .withTenants([town], async tx => {
      await noteChange(tx, { municipality: town, resource: 'case', resourceId: 'never' })
      throw new Error('no')
    })
    .catch(() => {})
  await note('a')
  expect(await readUntil(start, 'a')).toEqual(['a'])
})
