import { aJournal } from '../reconciliation/journals.ts'
import { aReport } from '../reconciliation/reports.ts'
import { startApi } from './api.ts'
import type { Api, Browser } from './api.ts'

let api: Api
let accountant: Browser
beforeAll(async () => {
  api = await startApi()
  accountant = await api.signIn({ role: 'accountant' })
})
afterAll(() => api.stop())

const path = '/api/v1/payments/files'
const upload = (bytes: string | Buffer, { town = api.town, by = accountant, first = 'municipality' } = {}) => {
  const form = new FormData()
  const file = new Blob([new Uint8Array(Buffer.from(bytes))])
  if (first === 'file') form.set('file', file, 'a.xml')
  form.set('municipality', town)
  if (first !== 'file') form.set('file', file, 'a.xml')
  return by.send('POST', path, form)
}
const count = async (table: string) =>
  Number((await api.database.asSuperuser(`select count(*) from ${table}`)).rows[0].count)

it('an uploaded file is kept byte by byte and read by a chore, once', async () => {
  // More than a piece.
  const bytes = aReport({ sender: 'x'.repeat(60) }).padEnd(2_500_000, ' ')
  const first = await upload(bytes)
  expect(first).toMatchObject({
    status: 202,
    body: { kind: 'report', state: 'received', size: 2_500_000, rowsRead: 0 },
  })
  const { id } = first.body
  const kept = await api.database.asSuperuser(
    'select bytes from payment_file_chunk where file_id = $1 order by number',
    [id],
  )
  expect(kept.rows.length).toBeGreaterThan(2)
  expect(Buffer.concat(kept.rows.map(row => row.bytes)).toString()).toBe(bytes)
  const again = await upload(bytes)
  expect(again).toMatchObject({ status: 200, body: { id } })
  const chores = await api.database.asSuperuser(`select payload from outbox where kind = 'chore'`)
  expect(chores.rows).toEqual([{ payload: { name: 'takePaymentFile', subject: id } }])
  expect(await accountant.get(`${path}/${id}`)).toMatchObject({ status: 200, body: { id, report: null } })
  expect(await accountant.get(`${path}?kind=report`)).toMatchObject({ body: { items: [{ id, name: 'a.xml' }] } })
})

it('a refused file is read again when it is sent again', async () => {
  const { body } = await upload(aJournal())
  expect(body).toMatchObject({ kind: 'journal' })
  const problem = { code: 'other-body', text: { it: 'x', en: 'x' }, place: {} }
  await api.database.asSuperuser(`update payment_file set state = 'refused', problem = $2 where id = $1`, [
    body.id,
    JSON.stringify(problem),
  ])
  await api.database.asSuperuser('delete from payment_file_chunk where file_id = $1', [body.id])
  expect(await accountant.get(`${path}/${body.id}`)).toMatchObject({ body: { state: 'refused', problem } })
  expect(await upload(aJournal())).toMatchObject({
    status: 202,
    body: { id: body.id, state: 'received', problem: null },
  })
})

it('nothing is kept of a file for another town, without a town, or cut off', async () => {
  const before = await count('payment_file')
  const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
  expect((await upload(aReport(), { by: clerk })).status).toBe(403)
  expect((await upload(aReport(), { town: '00000000-0000-4000-8000-000000000000' })).status).toBe(404)
  expect((await upload(aReport(), { first: 'file' })).status).toBe(422)
  const broken = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n\r\n<Fl'
  const cut = await accountant.send('POST', path, broken)
  expect(cut.status).toBeGreaterThanOrEqual(400)
  expect(await count('payment_file')).toBe(before)
})
