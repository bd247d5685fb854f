import { startApi } from './api.ts'
import type { Api, Browser } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
}, 60_000)
afterAll(() => api.stop())

const save = async (who: Browser, some: object = {}) =>
  who.send('POST', '/api/v1/views', {
    name: 'In ritardo',
    municipality: api.town,
    audience: 'me',
    query: { late: 'true', sort: 'due', order: 'asc' },
    ...some,
  })
const namesFor = async (who: Browser) =>
  (await who.get('/api/v1/views')).body.items.map((one: { name: string }) => one.name)
const entries = async (id: string) => {
  const auditor = await api.signIn({ role: 'auditor' })
  const { body } = await auditor.get('/api/v1/audit?limit=200')
  return body.items.filter((one: { object: string }) => one.object === `view/${id}`)
}

describe('saved views', () => {
  it('are one’s own until they are shared with an office or the town', async () => {
    const [school, colleague, diet] = [
      await api.signIn({ role: 'clerk', office: 'scuola' }),
      await api.signIn({ role: 'clerk', office: 'scuola' }),
      await api.signIn({ role: 'clerk', office: 'diete' }),
    ]
    await save(school, { name: 'mia' })
    await save(school, { name: 'ufficio', audience: 'office' })
    await save(school, { name: 'comune', audience: 'town' })
    expect(await namesFor(school)).toEqual(['comune', 'mia', 'ufficio'])
    expect(await namesFor(colleague)).toEqual(['comune', 'ufficio'])
    expect(await namesFor(diet)).toEqual(['comune'])
    const elsewhere = await api.signIn({ role: 'supervisor', town: api.otherTown })
    expect(await namesFor(elsewhere)).toEqual([])
  })

  it('of payments are apart from those of cases', async () => {
    const accountant = await api.signIn({ role: 'accountant' })
    const query = { missing: 'any', service: 'tari', sort: 'dueOn' }
    await save(accountant, { name: 'da guardare', list: 'payments', query })
    expect(await namesFor(accountant)).not.toContain('da guardare')
    const { body } = await accountant.get('/api/v1/views?list=payments')
    expect(body.items).toMatchObject([{ name: 'da guardare', list: 'payments', query }])
  })

  it('are renamed, shared and deleted by who made them, and by who directs the work where they are shared', async () => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const colleague = await api.signIn({ role: 'clerk', office: 'scuola' })
    const supervisor = await api.signIn({ role: 'supervisor' })
    const { body } = await save(clerk)
    const at = `/api/v1/views/${body.id}`
    // As if it were not there, while it is somebody's own.
    expect((await supervisor.send('PUT', at, { name: 'x', audience: 'town' })).status).toBe(404)
    const shared = await clerk.send('PUT', at, { name: 'Tardive', audience: 'town' })
    expect(shared.body).toMatchObject({ name: 'Tardive', audience: 'town', query: { late: 'true' }, mayChange: true })
    expect((await colleague.send('DELETE', at)).status).toBe(403)
    expect((await supervisor.send('PUT', at, { name: 'Oltre', audience: 'town', query: {} })).body.query).toEqual({})
    expect((await supervisor.send('DELETE', at)).status).toBe(204)
    expect((await clerk.send('DELETE', at)).status).toBe(404)
    const told = await entries(body.id)
    expect(told.map((one: { action: string }) => one.action)).toEqual(['view.deleted', 'view.changed', 'view.shared'])
    expect(JSON.stringify(told)).not.toMatch(/Tardive|Oltre/)
  })

  it('are never written over by another browser unseen', async () => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const { body } = await save(clerk, { name: 'prima' })
    const change = (name: string, revision: number) =>
      clerk.send('PUT', `/api/v1/views/${body.id}`, { name, audience: 'me' }, { 'If-Match': `"${revision}"` })
    const here = await change('qui', body.revision)
    expect([here.status, here.body.name]).toEqual([200, 'qui'])
    const there = await change('là', body.revision)
    expect([there.status, there.body.kind]).toEqual([409, 'stale'])
    expect((await change('là', here.body.revision)).body.name).toBe('là')
  })

  it('that are one’s own leave nothing in the register', async () => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const { body } = await save(clerk)
    expect(await entries(body.id)).toEqual([])
  })

  it.each([
    [{ audience: 'office', office: 'diete' }, 422],
    [{ name: ' ' }, 422],
    [{ query: { q: 'Rossi' } }, 422],
    [{ query: { sort: 'fiscalCode' } }, 422],
  ])('%j is refused', async (some, status) => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    expect((await save(clerk, some)).status).toBe(status)
  })
})

it('preferences are kept for the person, whatever the browser', async () => {
  const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
  expect((await clerk.get('/api/v1/preferences')).body).toEqual({})
  await clerk.send('PUT', '/api/v1/preferences', { caseColumns: ['due', 'subject'] })
  expect((await clerk.get('/api/v1/preferences')).body).toEqual({ caseColumns: ['due', 'subject'] })
  expect((await clerk.send('PUT', '/api/v1/preferences', { caseColumns: ['secret'] })).status).toBe(422)
  const other = await api.signIn({ role: 'clerk', office: 'scuola' })
  expect((await other.get('/api/v1/preferences')).body).toEqual({})
})
