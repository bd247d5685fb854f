import { CASE_SORTS, listCases } from '../../db/queries/list-cases.ts'
import type { CaseFilter, CaseSort } from '../../db/queries/list-cases.ts'
import { listIncidents } from '../../db/queries/list-incidents.ts'
import { listWork, WORK_SORTS } from '../../db/queries/list-work.ts'
import type { WorkFilter, WorkSort } from '../../db/queries/list-work.ts'
import { publishCase } from '../../db/queries/publish-case.ts'
import { searchCases } from '../../db/queries/search-cases.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aCase, aDefinition, aPublication, aTask, aTerm, aTown, aView, anIncident } from './fixtures.ts'

const SURNAMES = ['Àbate', 'bianchi', 'Bianchi', 'D’Angelo', 'Esposito', 'Òsio', 'Rossi']

let fresh: FreshDatabase
let one: string
let two: string
let ids: string[]
beforeAll(async () => {
  fresh = await freshDatabase()
  one = await aTown(fresh.db, 'Uno')
  two = await aTown(fresh.db, 'Due')
  const definitionId = await aDefinition(fresh.db)
  ids = []
  for (let index = 0; index < 24; index += 1) ids.push(await oneCase(index, definitionId))
})
afterAll(() => fresh.drop())

/** Twenty-four cases in two towns with many equal and missing sort values, so that pages break inside runs of equals. */
async function oneCase(index: number, definitionId: string): Promise<string> {
  const town = index % 3 === 0 ? two : one
  const surname = SURNAMES[index % SURNAMES.length]!
  const day = String(1 + (index % 4)).padStart(2, '0')
  const made = await aCase(fresh.db, {
    town,
    definitionId,
    title: `Mensa di ${surname}`,
    receivedAt: `2026-09-${day}T08:00:00.000Z`,
    ...(index % 5 === 0 ? {} : { subject: { name: surname, fiscalCode: `FC${index}X` } }),
  })
  const view = aView({
    phase: index % 2 === 0 ? 'waiting-task' : 'blocked',
    updatedAt: `2026-09-${day}T10:00:00.000Z`,
    tasks: [
      aTask({
        id: `t#${index}`,
        openedAt: `2026-09-${day}T09:00:00.000Z`,
        due: index % 2 === 0 ? null : `2026-10-${day}T09:00:00.000Z`,
        office: index % 4 === 0 ? 'diete' : 'scuola',
        confidential: index % 4 === 0,
        assignee: index % 6 === 1 ? 'p1' : null,
      }),
    ],
    incidents: index % 2 === 0 ? [] : [anIncident({ raisedAt: `2026-09-${day}T09:00:00.000Z` })],
    terms: index % 4 === 0 ? [] : [aTerm({ due: index % 4 === 1 ? '2020-01-01' : '2099-01-01' })],
  })
  await fresh.db.withTenants([town], tx => publishCase(tx, aPublication(made, { view })))
  return made.id
}

async function allPages<Item>(
  read: (cursor: string | undefined) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}

const cases = (filter: CaseFilter = {}, sort: CaseSort = 'updatedAt', direction: 'asc' | 'desc' = 'desc', limit = 5) =>
  allPages(cursor => fresh.db.withTenants([one, two], tx => listCases(tx, filter, { sort, direction, limit, cursor })))

const tasks = (filter: Partial<WorkFilter> = {}, sort: WorkSort = 'openedAt', direction: 'asc' | 'desc' = 'asc') =>
  allPages(cursor =>
    fresh.db.withTenants([one, two], tx =>
      listWork(tx, { towns: [one, two], offices: [], ...filter }, { sort, direction, limit: 4, cursor }),
    ),
  )

describe('cases', () => {
  const sorts: CaseSort[] = ['updatedAt', 'receivedAt', 'since', 'number', 'subjectName', 'due']

  test('these are all the sorts', () => expect(Object.keys(CASE_SORTS)).toEqual(sorts))

  describe.each(sorts)('by %s', sort => {
    test.each(['asc', 'desc'] as const)(
      '%s: pages hold every case once, in the order of one big page',
      async direction => {
        const paged = await cases({}, sort, direction, 5)
        const whole = await cases({}, sort, direction, 100)
        expect(paged).toEqual(whole)
        expect(paged.map(row => row.caseId).toSorted()).toEqual(ids.toSorted())
      },
    )
  })

  test('filters', async () => {
    expect(await cases({ phases: ['blocked'] })).toHaveLength(12)
    expect(await cases({ municipalities: [two] })).toHaveLength(8)
    expect(await cases({ municipalities: [two], phases: ['blocked'], late: false })).toHaveLength(2)
    expect((await cases({ late: true })).every(row => row.due === '2020-01-01' && row.late)).toBe(true)
    expect(await cases({ late: true })).toHaveLength(6)
    expect(await cases({ procedures: [] })).toEqual([])
  })

  test.each([{ phases: ['blocked'] }, { late: true }, { phases: ['waiting-task'], late: false }, {}] as CaseFilter[])(
    'pages of %j hold what one page holds, whatever the counters say',
    async filter => {
      const page = { sort: 'due', direction: 'asc', limit: 100 } as const
      const whole = await cases(filter, 'due', 'asc', 100)
      expect(await cases(filter, 'due', 'asc', 3)).toEqual(whole)
      expect(whole.length).toBeGreaterThan(0)
      for (const count of [0, 1, 1_000_000]) {
        const place = { procedure: 'canteen-enrolment', status: 'running', outcome: null } as const
        const counts = (['blocked', 'waiting-task'] as const).map(phase => ({ ...place, phase, count }))
        const read = fresh.db.withTenants([one, two], tx => listCases(tx, filter, page, counts))
        expect((await read).items).toEqual(whole)
      }
    },
  )

  test('a town outside the transaction is not listed, whatever the filter asks', async () => {
    const page = { sort: 'updatedAt', direction: 'asc', limit: 50 } as const
    const listed = await fresh.db.withTenants([one], tx => listCases(tx, { municipalities: [two] }, page))
    expect(listed.items).toEqual([])
  })

  test.each(['x', '', Buffer.from('{"s":"updatedAt"}').toString('base64url')])(
    'a false cursor is refused: "%s"',
    async cursor => {
      const page = { sort: 'updatedAt', direction: 'asc', limit: 5, cursor } as const
      await expect(fresh.db.withTenants([one], tx => listCases(tx, {}, page))).rejects.toMatchObject({
        kind: 'bad-cursor',
      })
    },
  )

  test('a cursor of another order is refused', async () => {
    const first = await fresh.db.withTenants([one], tx =>
      listCases(tx, {}, { sort: 'updatedAt', direction: 'asc', limit: 5 }),
    )
    const next = { sort: 'number', direction: 'asc', limit: 5, cursor: first.nextCursor ?? '' } as const
    await expect(fresh.db.withTenants([one], tx => listCases(tx, {}, next))).rejects.toMatchObject({
      kind: 'bad-cursor',
    })
  })

  test('a cursor whose values were exchanged is refused, not an error of the database', async () => {
    const cursor = Buffer.from(JSON.stringify({ s: 'due', d: 'asc', v: ['not a date', 'not an id'] })).toString(
      'base64url',
    )
    const page = { sort: 'due', direction: 'asc', limit: 5, cursor } as const
    await expect(fresh.db.withTenants([one], tx => listCases(tx, {}, page))).rejects.toMatchObject({
      kind: 'bad-cursor',
    })
  })
})

describe('tasks', () => {
  test('of who is away: taken by them, or waiting in their office; apart from the others', async () => {
    const covers = [{ municipality: one, person: { id: 'p1', name: 'Anna' }, offices: ['scuola'] }]
    const only = await tasks({ covered: { covers, how: 'only' } })
    expect(only.every(row => row.municipalityId === one && (row.assignee === 'p1' || row.office === 'scuola'))).toBe(
      true,
    )
    const rest = await tasks({ covered: { covers, how: 'none' } })
    expect([only.length, only.length + rest.length]).toEqual([12, 18])
    expect(await tasks({ covered: { covers: [], how: 'only' } })).toEqual([])
  })

  test.each(Object.keys(WORK_SORTS))('by %s: pages hold every task once', async sort => {
    const listed = await tasks(
      { offices: [one, two].map(municipality => ({ municipality, office: 'diete' })) },
      sort as WorkSort,
    )
    expect(new Set(listed.map(row => row.taskId)).size).toBe(24)
  })

  test('confidential ones are listed for their office only, town by town', async () => {
    expect(await tasks()).toHaveLength(18)
    const seen = await tasks({ offices: [{ municipality: two, office: 'diete' }] })
    expect(seen.filter(row => row.confidential).every(row => row.municipalityId === two)).toBe(true)
    expect(seen).toHaveLength(20)
  })

  test('filters', async () => {
    expect(await tasks({ assignee: 'p1' })).toHaveLength(4)
    expect(await tasks({ free: true })).toHaveLength(14)
    const school = [{ municipality: one, office: 'scuola' }]
    expect(await tasks({ within: { offices: school, towns: [] } })).toHaveLength(12)
    expect(await tasks({ within: { offices: [], towns: [] } })).toEqual([])
    expect(await tasks({ state: 'completed' })).toEqual([])
  })
})

test('incidents are listed page by page', async () => {
  const filter = { open: true, platforms: ['pagopa'] }
  const listed = await allPages(cursor =>
    fresh.db.withTenants([one, two], tx =>
      listIncidents(tx, filter, { sort: 'raisedAt', direction: 'desc', limit: 5, cursor }),
    ),
  )
  expect(listed).toHaveLength(12)
})

describe('search', () => {
  const search = (text: string, towns = [one, two]) => fresh.db.withTenants(towns, tx => searchCases(tx, text))

  test('finds by name, number, fiscal code and parts of them, in any case', async () => {
    expect((await search('BIANCHI')).every(row => row.title.toLowerCase().includes('bianchi'))).toBe(true)
    expect((await search('bianchi')).length).toBeGreaterThan(5)
    expect(await search('mensa-2026-000003')).toHaveLength(2)
    expect(await search('mensa-2026-3')).toHaveLength(2)
    expect(await search('2026-000003')).toHaveLength(2)
    expect(await search('fc13x')).toHaveLength(1)
  })

  test('every word must occur', async () => {
    expect(await search('esposito fc11x')).toHaveLength(1)
    expect(await search('esposito fc13x')).toEqual([])
  })

  test('only in the towns of the transaction', async () => {
    expect((await search('mensa', [two])).every(row => row.municipalityId === two)).toBe(true)
    expect(await search('mensa', [two])).toHaveLength(8)
    expect(await search('mensa', [])).toEqual([])
  })

  test.each(['%%%', '___', 'a\\', 'ab', '', "'; drop table"])('"%s" finds nothing and harms nothing', async text => {
    expect(await search(text)).toEqual([])
  })
})
