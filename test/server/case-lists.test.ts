import { publishCase } from '../../db/queries/publish-case.ts'
import { addDays } from '../../engine/terms/civil.ts'
import { localDate } from '../../engine/terms/instants.ts'
import type { CaseView, StepView, TermView } from '../../engine/view.ts'
import { aCase, aPublication, aTask, aTerm, aView } from '../db/fixtures.ts'
import { startApi } from './api.ts'
import type { Api, Browser } from './api.ts'
import { publishSample } from './procedure.ts'

const today = localDate(new Date().toISOString())

let api: Api
let definitionId: string
let clerk: Browser
beforeAll(async () => {
  api = await startApi()
  definitionId = await publishSample(api.database)
  clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
  await aListed({ due: addDays(today, -3), name: '=HYPERLINK("http://evil")' })
  await aListed({ due: today, office: 'ragioneria' })
  await aListed({ due: addDays(today, 9) })
  await aListed({ due: addDays(today, -5), term: 'suspended' })
  await aListed({ due: addDays(today, 200), confidential: true, name: 'Segreta Celia' })
  await aListed({ ended: true })
  await aListed({ due: today, town: api.otherTown, name: 'Altrove Anna' })
}, 60_000)
afterAll(() => api.stop())

interface Listed {
  due?: string
  term?: TermView['state']
  office?: string
  confidential?: boolean
  ended?: boolean
  town?: string
  name?: string
}

/** A case that stands at a task of an office, or has ended. */
async function aListed({ due, term = 'running', office = 'scuola', confidential = false, ended, town, name }: Listed) {
  const of = town ?? api.town
  const made = await aCase(api.database.db, {
    town: of,
    definitionId,
    subject: { name: name ?? 'Rossi Luca', fiscalCode: 'RSSLCU18A01F205Y' },
  })
  const step: StepView = {
    id: 'check#1',
    element: 'check',
    name: confidential ? 'Valuta la celiachia' : 'Verifica la scuola',
    kind: 'userTask',
    state: 'active',
    enteredAt: '2026-09-02T08:00:00.000Z',
    leftAt: null,
    waitingFor: { kind: 'task', what: confidential ? 'diete' : office, until: null },
  }
  const open: Partial<CaseView> = {
    phase: 'waiting-task',
    steps: [step],
    tasks: [aTask({ office: confidential ? 'diete' : office, confidential })],
    terms: due === undefined ? [] : [aTerm({ due, state: term })],
  }
  const closed: Partial<CaseView> = {
    phase: 'ended',
    status: 'completed',
    outcome: 'approved',
    endedAt: made.record.receivedAt,
  }
  const view = aView(ended ? closed : open)
  await api.database.db.withTenants([of], tx => publishCase(tx, aPublication(made, { view })))
  return made.id
}

const listed = async (query: string) => (await clerk.get(`/api/v1/cases?${query}`)).body

describe('the list of cases', () => {
  it('counts every filter with the others on and its own off', async () => {
    const { counts } = await listed('open=true&phase=blocked')
    expect(counts).toMatchObject({ total: 6, open: 5, late: 1 })
    expect(counts.phases).toMatchObject({ 'waiting-task': 5, ended: 0 })
    const all = (await listed('')).counts
    expect(all).toMatchObject({ total: 6, open: 5, outcomes: [{ value: 'approved', count: 1 }] })
    expect(all.procedures).toEqual([
      { value: 'canteen-enrolment', title: { it: 'Iscrizione alla mensa', en: 'Canteen enrolment' }, count: 6 },
    ])
  })

  it('counts the late ones by where they stand', async () => {
    const { counts, items } = await listed('open=true&late=true')
    expect(items).toHaveLength(1)
    expect(counts.phases).toMatchObject({ 'waiting-task': 1, blocked: 0 })
  })

  it('calls nobody late whose term is stopped', async () => {
    const { items } = await listed('term=suspended')
    expect(items).toMatchObject([{ termSuspended: true, late: false, due: addDays(today, -5) }])
  })

  it.each([
    ['office=ragioneria', 1],
    ['office=scuola', 5],
    ['office=scuola&open=true', 4],
    // Who has the task is not told, so the procedure's office answers for the term.
    ['office=diete', 0],
    [`dueFrom=${today}&dueTo=${addDays(today, 20)}`, 2],
    [`dueFrom=${today}&sort=subject`, 3],
    [`dueTo=${addDays(today, -1)}&term=running&sort=due&order=asc`, 1],
    ['term=running', 4],
  ])('%s finds %i', async (query, found) => {
    expect((await listed(query)).items).toHaveLength(found)
  })
})

describe('the CSV of a list', () => {
  const csv = async (query: string, as = clerk) => as.get(`/api/v1/cases.csv?${query}`)

  it('holds what the same filter shows, in the columns asked for, and runs no formula', async () => {
    const { text, headers } = await csv('open=true&sort=due&order=asc&columns=subject,due,nonsense')
    expect(headers.get('content-type')).toMatch(/^text\/csv/)
    expect(headers.get('content-disposition')).toContain('pratiche.csv')
    const lines = text.trimEnd().split('\r\n')
    expect(lines[0]).toBe('pratica;per chi;scade')
    expect(lines).toHaveLength(6)
    expect(lines[1]).toContain(';termine sospeso')
    expect(lines[2]).toContain(`;"'=HYPERLINK(""http://evil"")";`)
  })

  it('says no more than the list: no other office’s step, no name to who works masked, no other town', async () => {
    const { text } = await csv('')
    expect(text).toContain('Valutazione di un altro ufficio')
    expect(text).not.toMatch(/celiachia|Altrove/)
    const operator = await api.signIn({ role: 'operator' })
    const masked = (await csv('', operator)).text
    expect(masked).not.toMatch(/Rossi|Luca|RSSLCU/)
    expect(masked).toContain('R. L.')
  })

  it('goes through every page', async () => {
    for (let index = 0; index < 3; index += 1) await aListed({ town: api.otherTown, due: addDays(today, index) })
    const stranger = await api.signIn({ role: 'auditor', town: api.otherTown })
    // The batch is larger than any test's list: the pages are those of the list, tried in test/db/lists.test.ts.
    expect((await csv('columns=due', stranger)).text.trimEnd().split('\r\n')).toHaveLength(5)
  })

  it('is written down: who, which filter, never what was found', async () => {
    const auditor = await api.signIn({ role: 'auditor' })
    await csv('late=true&columns=due', auditor)
    const { body } = await auditor.get(`/api/v1/audit?action=cases.exported&actor=${auditor.personId}`)
    expect(body.items).toMatchObject([
      { label: { it: 'Elenco di pratiche esportato' }, detail: { late: 'true', columns: 'due', sort: 'receivedAt' } },
    ])
  })
})

describe('deadlines', () => {
  it('are counted by office and week, the late ones and the stopped ones apart', async () => {
    const { body } = await clerk.get('/api/v1/deadlines')
    expect(body.weeks).toHaveLength(8)
    expect(body.weeks[0].from).toBe(today)
    const [school, accounts] = body.items
    expect(school).toMatchObject({ office: { code: 'scuola' }, late: 1, later: 1, suspended: 1 })
    expect(accounts).toMatchObject({ office: { code: 'ragioneria' }, late: 0, suspended: 0 })
    expect(accounts.weeks[0]).toBe(1)
    expect(school.weeks.reduce((sum: number, one: number) => sum + one, 0)).toBe(1)
  })

  it('lead to as many cases as they count', async () => {
    const { body } = await clerk.get('/api/v1/deadlines')
    for (const row of body.items) {
      for (const [index, week] of body.weeks.entries()) {
        const query = `office=${row.office.code}&term=running&dueFrom=${week.from}&dueTo=${week.to}`
        expect((await listed(query)).items).toHaveLength(row.weeks[index])
      }
    }
  })

  it('are narrowed by office, procedure and town', async () => {
    const office = async (query: string) => (await clerk.get(`/api/v1/deadlines?${query}`)).body.items
    expect(await office('office=ragioneria')).toHaveLength(1)
    expect(await office('procedure=none')).toEqual([])
    expect((await clerk.get(`/api/v1/deadlines?municipality=${api.otherTown}`)).status).toBe(404)
  })
})
