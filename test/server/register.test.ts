import { appendAudit } from '../../db/queries/append-audit.ts'
import { aCase } from '../db/fixtures.ts'
import { startApi } from './api.ts'
import type { Api, Browser } from './api.ts'
import { publishSample } from './procedure.ts'

let api: Api
let auditor: Browser
let actor: Browser
let number: string
let caseId: string
beforeAll(async () => {
  api = await startApi()
  auditor = await api.signIn({ role: 'auditor' })
  actor = await api.signIn({ role: 'clerk', office: 'scuola' })
  const made = await aCase(api.database.db, { town: api.town, definitionId: await publishSample(api.database) })
  number = made.record.number
  caseId = made.id
  for (let index = 0; index < 4; index += 1) {
    await note({ action: 'case.retry', person: actor.personId, reason: index === 0 ? '=cmd|calc' : `motivo ${index}` })
  }
  await note({ action: 'case.close', person: auditor.personId, reason: 'doppia' })
}, 60_000)
afterAll(() => api.stop())

const note = ({ action, person, reason }: { action: string; person: string; reason: string }) =>
  api.database.db.withTenants([api.town], tx =>
    appendAudit(tx, {
      municipality: api.town,
      actor: { kind: 'staff', id: person },
      action,
      object: { type: 'case', id: caseId },
      reason,
    }),
  )

const read = async (query: string) => (await auditor.get(`/api/v1/audit?${query}`)).body

describe('the register', () => {
  it.each([
    ['action=case.retry', 4],
    ['action=case.close', 1],
    ['from=2099-01-01T00:00:00Z', 0],
  ])('%s finds %i', async (query, found) => expect((await read(query)).items).toHaveLength(found))

  it('is read by person, by case and by its number', async () => {
    expect((await read(`actor=${actor.personId}`)).items).toHaveLength(4)
    // The case's own filing is about it too.
    expect((await read(`caseId=${caseId}`)).items).toHaveLength(6)
    expect((await read(`number=${number.toLowerCase()}`)).items).toHaveLength(6)
    expect((await read('number=MENSA-1999-000001')).items).toEqual([])
  })

  it('pages by keyset under every filter', async () => {
    const first = await read('action=case.retry&limit=3')
    const second = await read(`action=case.retry&limit=3&cursor=${encodeURIComponent(first.nextCursor)}`)
    const seqs = [...first.items, ...second.items].map((one: { seq: number }) => one.seq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => b - a))
    expect(new Set(seqs).size).toBe(4)
    expect(second.nextCursor).toBeNull()
  })

  it('names what may be asked for: actions in words, the staff of the town', async () => {
    const { body } = await auditor.get(`/api/v1/audit/choices?municipality=${api.town}`)
    expect(body.actions).toContainEqual({ key: 'case.close', label: { it: 'Pratica chiusa', en: 'Case closed' } })
    expect(body.people).toContainEqual({ id: actor.personId, name: actor.name })
    expect((await auditor.get(`/api/v1/audit/choices?municipality=${api.otherTown}`)).status).toBe(404)
  })

  it('is exported as it is filtered, with names, and no formula', async () => {
    const { text } = await auditor.get(`/api/v1/audit.csv?municipality=${api.town}&action=case.retry`)
    const lines = text.trimEnd().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[1]).toContain(`;${actor.name};`)
    expect(lines[1]).toContain(`;'=cmd|calc;`)
    expect(lines[1]).toContain(`;${number};`)
  })

  it('says what a verification has checked', async () => {
    const { body } = await auditor.send('POST', '/api/v1/audit/verify', { municipality: api.town })
    const { items } = await read('limit=200')
    expect(body).toMatchObject({ intact: true, entries: items.length, covered: null })
    expect(body).toMatchObject({ from: items.at(-1).at, to: items[0].at })
  })
})
