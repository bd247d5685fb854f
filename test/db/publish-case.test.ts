import { and, asc, eq } from 'drizzle-orm'
import fc from 'fast-check'
import type { Publication } from '../../engine/publication.ts'
import { countCases } from '../../db/queries/count-cases.ts'
import { publishCase } from '../../db/queries/publish-case.ts'
import { change } from '../../db/schema/journals.ts'
import { caseEvent, caseTerm, caseView, incident, task } from '../../db/schema/projections.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { AT, aCase, aFact, aPublication, aStep, aTask, aTerm, aTown, aView, anIncident } from './fixtures.ts'

let fresh: FreshDatabase
let definitionId: string
beforeAll(async () => {
  fresh = await freshDatabase()
  definitionId = (await aCase(fresh.db)).record.definitionId
})
afterAll(() => fresh.drop())

type Made = { town: string; id: string }

const made = (town?: string): Promise<Made> => aCase(fresh.db, { definitionId, ...(town && { town }) })
const publish = (of: Made, some: Partial<Publication>) =>
  fresh.db.withTenants([of.town], tx => publishCase(tx, aPublication(of, some)))

const rowsOf = (of: Made) =>
  fresh.db.withTenants([of.town], async tx => ({
    view: (await tx.select().from(caseView).where(eq(caseView.caseId, of.id)))[0]!,
    tasks: await tx.select().from(task).where(eq(task.caseId, of.id)).orderBy(asc(task.taskId)),
    incidents: await tx.select().from(incident).where(eq(incident.caseId, of.id)),
    terms: await tx.select().from(caseTerm).where(eq(caseTerm.caseId, of.id)),
    events: await tx.select().from(caseEvent).where(eq(caseEvent.caseId, of.id)).orderBy(asc(caseEvent.idx)),
  }))

const changesOf = async (of: Made) => {
  const rows = await fresh.db.withTenants([of.town], tx =>
    tx
      .select()
      .from(change)
      .where(and(eq(change.municipalityId, of.town)))
      .orderBy(asc(change.id)),
  )
  return rows.filter(row => row.resourceId.startsWith(of.id)).map(row => `${row.resource} ${row.resourceId.slice(37)}`)
}

test('a case is listed before its workflow has published anything', async () => {
  const { view } = await rowsOf(await made())
  expect(view).toMatchObject({ status: 'running', phase: 'working', revision: 0, subjectName: 'Rossi Luca' })
})

test('a publication writes view, tasks, incidents, terms and history', async () => {
  const of = await made()
  const view = aView({
    phase: 'waiting-task',
    document: { protocol: { number: '0004127', year: 2026 } },
    steps: [aStep({ waitingFor: { kind: 'task', what: 'check#1', until: null } })],
    tasks: [aTask()],
    incidents: [anIncident({ resolvedAt: AT })],
    terms: [aTerm()],
  })
  await publish(of, { view, history: [aFact({ type: 'started' }), aFact()], rest: true })
  const rows = await rowsOf(of)
  expect(rows.view).toMatchObject({
    phase: 'waiting-task',
    stepName: 'Verifica',
    waitingFor: { kind: 'task', what: 'check#1', until: null },
    due: '2026-10-01',
    protocol: '0004127/2026',
    revision: 1,
    historyCount: 2,
  })
  expect(rows.tasks).toMatchObject([
    { taskId: 'check#1', legalDue: '2026-10-01', caseTitle: expect.any(String), state: 'open' },
  ])
  expect(rows.incidents).toMatchObject([
    { code: 'gpd-timeout', platform: 'pagopa', allowed: ['retry', 'close'], touched: false },
  ])
  expect(rows.terms).toMatchObject([{ key: 'procedure', days: 30, unit: 'calendar' }])
  expect(rows.events.map(event => [event.idx, event.type])).toEqual([
    [0, 'started'],
    [1, 'entered'],
  ])
})

test('a confidential step has a neutral line, and its own words for its office', async () => {
  const of = await made()
  const waitingFor = { kind: 'task' as const, what: 'diets', until: null }
  const view = aView({
    phase: 'waiting-task',
    steps: [aStep({ element: 'diet', name: 'Valuta la dieta', confidential: 'diets', waitingFor })],
    confidential: [{ element: 'diet', office: 'diets', flows: [] }],
  })
  await publish(of, { view, history: [aFact({ element: 'diet' }), aFact({ element: 'other' })] })
  const rows = await rowsOf(of)
  expect(rows.view).toMatchObject({
    stepName: 'Valutazione di un altro ufficio',
    waitingFor: null,
    confidentialStep: { office: 'diets', stepName: 'Valuta la dieta', waitingFor },
  })
  expect(rows.events.map(event => event.confidentialOffice)).toEqual(['diets', null])
  await publish(of, { revision: 2, view: aView({ steps: [aStep({ name: 'Decidi' })] }) })
  expect((await rowsOf(of)).view).toMatchObject({ stepName: 'Decidi', confidentialStep: null })
})

test('only what changed is written and noted; what is gone is deleted', async () => {
  const of = await made()
  const [one, two] = [aTask({ id: 'one' }), aTask({ id: 'two' })]
  await publish(of, { revision: 1, view: aView({ tasks: [one, two], incidents: [anIncident()] }) })
  expect(await changesOf(of)).toEqual(['case ', 'case ', 'task one', 'task two', 'incident notice#1/1'])
  await publish(of, {
    revision: 2,
    view: aView({ tasks: [one, { ...two, assignee: 'p1' }], incidents: [anIncident()] }),
  })
  expect((await changesOf(of)).slice(5)).toEqual(['case ', 'task two'])
  await publish(of, { revision: 3, view: aView({ tasks: [one] }) })
  expect((await changesOf(of)).slice(7)).toEqual(['case ', 'task two', 'incident notice#1/1'])
  const rows = await rowsOf(of)
  expect(rows.tasks.map(row => row.taskId)).toEqual(['one'])
  expect(rows.incidents).toEqual([])
})

test('when the legal term moves, open tasks follow', async () => {
  const of = await made()
  const tasks = [aTask()]
  await publish(of, { revision: 1, view: aView({ tasks, terms: [aTerm()] }) })
  await publish(of, { revision: 2, view: aView({ tasks, terms: [aTerm({ due: '2026-11-02' })] }) })
  expect((await rowsOf(of)).tasks).toMatchObject([{ legalDue: '2026-11-02' }])
  await publish(of, { revision: 3, view: aView({ tasks, terms: [aTerm({ state: 'met', metAt: AT })] }) })
  expect(await rowsOf(of)).toMatchObject({ view: { due: null }, tasks: [{ legalDue: null }] })
})

describe('order', () => {
  const at = (run: number, historyLength: number, revision: number, rest = false) => ({
    run,
    historyLength,
    revision,
    rest,
  })
  test.each([
    ['a later revision', at(1, 10, 5), at(1, 10, 6), true],
    ['the same place again, with another content', at(1, 10, 5), at(1, 10, 5), true],
    ['an earlier revision of the same task', at(1, 10, 5), at(1, 10, 4), false],
    ['the one at rest, though its revision is lower', at(1, 10, 5), at(1, 10, 4, true), true],
    ['one at rest again', at(1, 10, 5, true), at(1, 10, 5, true), true],
    ['a later task, though its revision is lower', at(1, 10, 5), at(1, 12, 3), true],
    ['an earlier task', at(1, 10, 5), at(1, 8, 6), false],
    ['an earlier task at rest: a worker thought dead', at(1, 10, 5), at(1, 8, 6, true), false],
    ['a later run, though all else is lower', at(1, 10, 5), at(2, 3, 1), true],
    ['an earlier run', at(2, 3, 1), at(1, 10, 5, true), false],
  ])('%s', async (_, first, second, applied) => {
    const of = await made()
    await publish(of, { ...first, view: aView({ outcome: 'first' }) })
    expect((await publish(of, { ...second, view: aView({ outcome: 'second' }) })).applied).toBe(applied)
    expect((await rowsOf(of)).view.outcome).toBe(applied ? 'second' : 'first')
  })

  test('whatever arrives twice or out of order, the end is what the last one left', async () => {
    const of = await made()
    const last = at(1, 50, 20, true)
    await publish(of, { ...last, view: aView({ outcome: 'end', tasks: [aTask()] }) })
    const before = await rowsOf(of)
    const earlier = fc.record({
      run: fc.constant(1),
      historyLength: fc.integer({ min: 1, max: 49 }),
      revision: fc.integer({ min: 1, max: 30 }),
      rest: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(earlier, async place => {
        await publish(of, { ...place, view: aView(), history: [aFact()] })
      }),
      { numRuns: 20 },
    )
    expect(await rowsOf(of)).toEqual(before)
  })
})

describe('history', () => {
  const names = (of: Made) => rowsOf(of).then(rows => rows.events.map(event => event.name))
  const facts = (...list: string[]) => list.map(name => aFact({ name }))

  test('lines are appended', async () => {
    const of = await made()
    await publish(of, { revision: 1, history: facts('a', 'b') })
    expect(await publish(of, { revision: 2, historyFrom: 2, history: facts('c') })).toEqual({
      applied: true,
      historyCount: 3,
    })
    expect(await names(of)).toEqual(['a', 'b', 'c'])
  })

  test('lines from historyFrom on are replaced, also by fewer', async () => {
    const of = await made()
    await publish(of, { revision: 1, history: facts('a', 'b', 'c', 'd') })
    await publish(of, { revision: 2, historyFrom: 1, history: facts('B', 'C') })
    expect(await names(of)).toEqual(['a', 'B', 'C'])
    await publish(of, { revision: 3, historyFrom: 1, history: [] })
    expect(await names(of)).toEqual(['a'])
  })

  test('a gap is answered, so that the workflow can publish again from there', async () => {
    const of = await made()
    await publish(of, { revision: 1, history: facts('a') })
    expect(await publish(of, { revision: 2, historyFrom: 3, history: facts('d') })).toEqual({
      applied: true,
      historyCount: 1,
    })
    expect(await publish(of, { revision: 3, historyFrom: 1, history: facts('b', 'c', 'd') })).toMatchObject({
      historyCount: 4,
    })
    expect(await names(of)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('lines about a confidential task are marked for its office', async () => {
    const of = await made()
    const tasks = [aTask({ element: 'diet', office: 'diete', confidential: true })]
    await publish(of, { view: aView({ tasks }), history: [aFact({ element: 'diet' }), aFact()] })
    expect((await rowsOf(of)).events.map(event => event.confidentialOffice)).toEqual(['diete', null])
  })
})

test('counters follow, also when cases of a town move in opposite directions at once', async () => {
  const town = await aTown(fresh.db)
  const cases = await Promise.all(Array.from({ length: 12 }, () => made(town)))
  for (let revision = 1; revision <= 4; revision += 1) {
    await Promise.all(
      cases.map((of, index) =>
        publish(of, { revision, view: aView({ phase: (index + revision) % 2 === 0 ? 'blocked' : 'waiting-task' }) }),
      ),
    )
  }
  await publish(cases[0]!, { revision: 9, view: aView({ status: 'completed', phase: 'ended', endedAt: AT }) })
  const counts = await fresh.db.withTenants([town], tx => countCases(tx))
  const found = counts
    .map(({ status, phase, count }) => [status, phase, count])
    .toSorted((a, b) => String(a).localeCompare(String(b)))
  expect(found).toEqual([
    ['completed', 'ended', 1],
    ['running', 'blocked', 5],
    ['running', 'waiting-task', 6],
  ])
})

test('an emptied projection is rebuilt by the next publication', async () => {
  const of = await made()
  await publish(of, { view: aView({ tasks: [aTask()] }), history: [aFact()] })
  const before = await rowsOf(of)
  for (const table of ['case_event', 'task', 'case_term', 'incident', 'case_view']) {
    await fresh.asSuperuser(`delete from ${table} where case_id = $1`, [of.id])
  }
  await publish(of, { view: aView({ tasks: [aTask()] }), history: [aFact()] })
  expect(await rowsOf(of)).toEqual(before)
})

test('a case of another town is not known', async () => {
  const of = await made()
  await expect(publish({ town: await aTown(fresh.db), id: of.id }, {})).rejects.toThrow(/not known/)
})

test('many publications of one case at once: the highest place wins', async () => {
  const of = await made()
  const revisions = Array.from({ length: 20 }, (_, index) => index + 1)
  await Promise.all(revisions.map(revision => publish(of, { revision, view: aView({ outcome: String(revision) }) })))
  expect((await rowsOf(of)).view).toMatchObject({ revision: 20, outcome: '20' })
})
