import { publishCase } from '../../db/queries/publish-case.ts'
import { office } from '../../db/schema/municipalities.ts'
import { faultsOf } from '../../server/absences/check.ts'
import { aPublication, aTask, aView } from '../db/fixtures.ts'
import { bearer, startApi } from './api.ts'
import type { Api, Browser } from './api.ts'
import { aRequest, publishSample } from './procedure.ts'

let api: Api
let caseId: string
let away: Browser
let standIn: Browser
let supervisor: Browser

const today = new Date().toISOString().slice(0, 10)
const shortly = { firstDay: today, lastDay: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) }

beforeAll(async () => {
  api = await startApi()
  await publishSample(api.database)
  const filed = await bearer(api.origin, await api.token()).post('/api/v1/cases', {
    procedure: 'canteen-enrolment',
    request: aRequest({ diet: { kind: 'medical', notes: 'celiachia' } }),
  })
  caseId = filed.body.id
  const accounts = { municipalityId: api.town, code: 'ragioneria', name: 'Ragioneria' }
  await api.database.db.withTenants([api.town], tx => tx.insert(office).values(accounts))
  away = await api.signIn({ role: 'clerk', office: 'scuola' }, { role: 'clerk', office: 'diete' })
  standIn = await api.signIn({ role: 'clerk', office: 'ragioneria' })
  supervisor = await api.signIn({ role: 'supervisor' })
  const task = (id: string, given: object) => aTask({ id, element: id, name: id, form: 'check-school', ...given })
  const tasks = [
    task('taken#1', { assignee: away.personId }),
    task('free#2', {}),
    task('colleague#3', { assignee: supervisor.personId }),
    task('diet#4', { assignee: away.personId, office: 'diete', confidential: true }),
    task('decide#5', { role: 'supervisor' }),
  ]
  const { rows } = await api.database.asSuperuser('select document from case_view where case_id = $1', [caseId])
  const view = aView({ tasks, phase: 'waiting-task', document: rows[0].document })
  await api.database.db.withTenants([api.town], tx =>
    publishCase(tx, aPublication({ town: api.town, id: caseId }, { revision: 3, rest: true, view })),
  )
})
afterAll(() => api.stop())

const at = () => `/api/v1/municipalities/${api.town}/absences`
const taskAt = (id: string) => `/api/v1/tasks/${caseId}/${encodeURIComponent(id)}`
const namesOf = async (browser: Browser, scope: string) => {
  const { body } = await browser.get(`/api/v1/tasks?scope=${scope}`)
  return { names: body.items.map((item: { name: string }) => item.name).toSorted(), counts: body.counts }
}
const arrange = (by: Browser, given: object = {}) =>
  by.send('POST', at(), { person: away.personId, substitute: standIn.personId, ...shortly, ...given })

describe('an absence', () => {
  it('is one’s own to arrange, or a supervisor’s', async () => {
    expect((await arrange(standIn)).status).toBe(403)
    expect((await standIn.get(at())).body).toMatchObject({ items: [], mayForOthers: false })
  })

  it('opens the work of who is away to who stands in, and nothing of the confidential', async () => {
    expect((await namesOf(standIn, 'office')).names).toEqual([])
    expect((await standIn.send('POST', `${taskAt('taken#1')}/claim`, {})).status).toBe(403)
    const made = await arrange(away)
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({ current: true, mayEnd: true, ...shortly }),
    ])
    const { names, counts } = await namesOf(standIn, 'cover')
    expect(names).toEqual(['decide#5', 'free#2', 'taken#1'])
    expect(counts.cover.total).toBe(3)
    expect((await namesOf(standIn, 'office')).counts).toMatchObject({ total: 0, cover: { total: 3 } })
    expect((await standIn.get(taskAt('diet#4'))).status).toBe(404)
    const page = await standIn.get(taskAt('taken#1'))
    expect(page.body).toMatchObject({ inPlaceOf: { id: away.personId }, allowed: ['claim'] })
  })

  it('lets them take it over, which the register tells with whose place it was', async () => {
    const asked = await standIn.send('POST', `${taskAt('taken#1')}/claim`, {})
    expect(asked.status).toBe(202)
    const { rows } = await api.database.asSuperuser('select action, detail from audit_entry where request_id = $1', [
      asked.body.requestId,
    ])
    expect(rows).toMatchObject([{ action: 'case.reassign', detail: { inPlaceOf: away.personId } }])
    expect((await standIn.send('POST', `${taskAt('colleague#3')}/claim`, {})).status).toBe(403)
    // What only a supervisor decides, a substitute who is none does not.
    expect((await standIn.send('POST', `${taskAt('decide#5')}/claim`, {})).status).toBe(403)
  })

  it('is told in the register when it is set and when it ends; then the work is closed again', async () => {
    const [{ id }] = (await standIn.get(at())).body.items
    expect((await standIn.send('DELETE', `${at()}/${id}`)).status).toBe(403)
    expect((await supervisor.send('DELETE', `${at()}/${id}`)).status).toBe(204)
    expect((await namesOf(standIn, 'cover')).names).toEqual([])
    const { rows } = await api.database.asSuperuser(
      `select action, detail->>'person' person from audit_entry where object->>'type' = 'absence' order by seq`,
    )
    expect(rows).toEqual([
      { action: 'absence.set', person: away.personId },
      { action: 'absence.ended', person: away.personId },
    ])
  })

  it('that begins later opens nothing yet; nobody is away twice at a time', async () => {
    const later = { firstDay: '2099-12-01', lastDay: '2099-12-20' }
    expect((await arrange(supervisor, later)).body).toMatchObject({ current: false })
    expect((await namesOf(standIn, 'cover')).names).toEqual([])
    const again = await arrange(away, { ...later, lastDay: '2099-12-31' })
    expect([again.status, again.body.errors[0].path]).toEqual([422, 'firstDay'])
  })
})

describe('what is wrong with an absence', () => {
  const known = {
    today: '2026-11-22',
    people: ['a', 'b', 'c'],
    absences: [{ personId: 'c', substituteId: 'b', firstDay: '2026-12-01', lastDay: '2026-12-10' }],
  }
  const planned = { person: 'a', substitute: 'b', firstDay: '2026-11-23', lastDay: '2026-11-25' }
  it.each([
    [{}, []],
    [{ person: 'x' }, ['person']],
    [{ substitute: 'x' }, ['substitute']],
    [{ substitute: 'a' }, ['substitute']],
    [{ lastDay: '2026-11-22' }, ['lastDay']],
    [{ firstDay: '2026-11-01', lastDay: '2026-11-21' }, ['lastDay']],
    [{ lastDay: '2028-11-25' }, ['lastDay']],
    [{ substitute: 'c', lastDay: '2026-12-01' }, ['substitute']],
    [{ person: 'b', substitute: 'a', lastDay: '2026-12-01' }, ['person']],
    [{ person: 'c', firstDay: '2026-12-10', lastDay: '2026-12-12' }, ['firstDay']],
    [{ person: 'c', firstDay: '2026-12-11', lastDay: '2026-12-12' }, []],
  ])('%j: %j', (given, paths) => {
    expect(faultsOf({ ...planned, ...given }, known).map(fault => fault.path)).toEqual(paths)
  })
})

describe('a draft of two browsers', () => {
  it('is not written over by who has not seen it', async () => {
    const draft = (note: string, basedOn?: string | null) =>
      supervisor.send('PUT', `${taskAt('free#2')}/draft`, {
        values: { note },
        ...(basedOn !== undefined && { basedOn }),
      })
    const first = await draft('one', null)
    expect(first.status).toBe(200)
    const blind = await draft('two', null)
    expect([blind.status, blind.body.kind]).toEqual([409, 'draft-changed'])
    const { body } = await supervisor.get(taskAt('free#2'))
    expect([body.draft, body.draftSavedAt]).toEqual([{ note: 'one' }, first.body.savedAt])
    expect((await draft('three', body.draftSavedAt)).status).toBe(200)
    expect((await draft('four', body.draftSavedAt)).status).toBe(409)
  })
})
