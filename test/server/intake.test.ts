import { randomUUID } from 'node:crypto'

import { bearer, startApi } from './api.ts'
import type { Api } from './api.ts'
import { aRequest, publishSample } from './procedure.ts'

let api: Api
let token: string
const file = (request: unknown, key?: string) =>
  bearer(api.origin, token).post('/api/v1/cases', { procedure: 'canteen-enrolment', request }, key)

beforeAll(async () => {
  api = await startApi()
  await publishSample(api.database)
  token = await api.token()
})
afterAll(() => api.stop())

const count = async (table: string) =>
  Number((await api.database.asSuperuser(`select count(*) from ${table}`)).rows[0].count)

describe('a request from a front office', () => {
  it('becomes a case with a number, an audit entry and a message for Temporal', async () => {
    const answer = await file(aRequest())
    expect(answer.status).toBe(201)
    expect(answer.body.number).toMatch(/^MENSA-20\d\d-000001$/)
    const { rows } = await api.database.asSuperuser('select kind, payload from outbox where case_id = $1', [
      answer.body.id,
    ])
    expect(rows).toEqual([{ kind: 'start', payload: expect.objectContaining({ number: answer.body.number }) }])
    const audit = await api.database.asSuperuser("select action from audit_entry where object->>'id' = $1", [
      answer.body.id,
    ])
    expect(audit.rows).toEqual([{ action: 'case.created' }])
    const seen = await bearer(api.origin, token).get(`/api/v1/cases/${answer.body.id}`)
    expect(seen.body).toMatchObject({ number: answer.body.number, status: 'running' })
  })

  it('sent ten times at once with one key makes one case and ten equal answers; another body is refused', async () => {
    const before = await count('case_record')
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => file(aRequest(), key)))
    expect(new Set(answers.map(answer => `${answer.status} ${answer.text}`)).size).toBe(1)
    expect(answers[0]!.status).toBe(201)
    expect(await count('case_record')).toBe(before + 1)
    const other = await file(aRequest({ school: { class: '3C' } }), key)
    expect([other.status, other.body.kind]).toEqual([422, 'idempotency-mismatch'])
  })

  it.each([
    ['a missing part', { child: undefined }, 'child', 'Manca.'],
    ['a member that the schema does not know', { pets: 2 }, '', 'Campo non previsto: pets.'],
    [
      'a wrong fiscal code',
      { child: { firstName: 'L', lastName: 'R', fiscalCode: 'RSSLCU18A01F205A' } },
      'child.fiscalCode',
      'Codice fiscale non valido',
    ],
    ['evidence that is not whole', { identity: { method: 'SPID' } }, 'identity', 'Servono method'],
  ])('with %s is refused with the path', async (_what, change, path, message) => {
    const before = await count('case_record')
    const answer = await file(aRequest(change))
    expect(answer.status).toBe(422)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body.kind).toBe('invalid')
    expect(answer.body.errors).toContainEqual({ path, message: expect.stringContaining(message) })
    expect(await count('case_record')).toBe(before)
  })

  it('keeps what is confidential sealed and out of the case document', async () => {
    const certificate = {
      name: 'certificato.pdf',
      mediaType: 'application/pdf',
      content: Buffer.from('%PDF-1.4 celiachia').toString('base64'),
    }
    const identity = { method: 'SPID', requestId: '_r1', response: Buffer.from('<Response/>').toString('base64') }
    const answer = await file(aRequest({ diet: { kind: 'medical', notes: 'celiachia', certificate }, identity }))
    expect(answer.status).toBe(201)
    const { rows } = await api.database.asSuperuser('select document from case_view where case_id = $1', [
      answer.body.id,
    ])
    const { request, refs } = rows[0].document
    expect(request.diet).toEqual({ kind: 'medical' })
    expect(request.identity).toBeUndefined()
    expect(Object.keys(refs).toSorted()).toEqual(['diet', 'evidence'])
    const everything = await api.database.asSuperuser(
      "select coalesce(string_agg(t::text, ''), '') as all from (select document::text as t from case_view union all select payload::text from outbox union all select encode(content, 'escape') from confidential_record union all select encode(bytes, 'escape') from document) x",
    )
    expect(everything.rows[0].all).not.toContain('celiachia')
    const [record] = (
      await api.database.asSuperuser('select id, content from confidential_record where id = $1', [refs.diet])
    ).rows
    const clear = await api.database.keys.openFor(api.town, record.content, `confidential_record/${refs.diet}`)
    expect(JSON.parse(clear.toString())).toMatchObject({ diet: { notes: 'celiachia' } })
  })

  it('needs a live token of the right scope', async () => {
    const post = (with_: string) =>
      bearer(api.origin, with_).post('/api/v1/cases', { procedure: 'canteen-enrolment', request: aRequest() })
    expect((await post('nonsense')).status).toBe(401)
    expect((await post(`iter_${api.town}_${'x'.repeat(43)}`)).status).toBe(401)
    expect((await post(await api.token(['receipts']))).status).toBe(403)
    await api.database.asSuperuser(
      "update service_token set expires_at = now() - interval '1 minute' where name = 'Portale'",
    )
    expect((await post(token)).body.kind).toBe('token-refused')
    token = await api.token()
  })
})

describe('a request typed at the counter', () => {
  const typed = { procedure: 'canteen-enrolment', request: aRequest() }

  it('is a case of the channel counter, for who may file', async () => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const answer = await clerk.send('POST', '/api/v1/cases', { ...typed, municipality: api.town })
    expect(answer.status).toBe(201)
    const listed = await clerk.get('/api/v1/cases?sort=receivedAt')
    expect(listed.body.items[0]).toMatchObject({ id: answer.body.id, channel: 'counter', title: 'Mensa, Luca' })
  })

  it('is refused to an auditor (403) and in a foreign town (404)', async () => {
    const auditor = await api.signIn({ role: 'auditor' })
    expect((await auditor.send('POST', '/api/v1/cases', { ...typed, municipality: api.town })).status).toBe(403)
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    expect((await clerk.send('POST', '/api/v1/cases', { ...typed, municipality: api.otherTown })).status).toBe(404)
  })
})
