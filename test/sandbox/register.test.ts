import { aFolder, aSandbox, type Sandbox } from './support.ts'

const dataDir = aFolder()
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await aSandbox({ dataDir })
})
afterAll(() => sandbox.close())

const at = (town: number) => {
  const { baseUrl, token } = sandbox.credentials.towns[town]!.register
  return { url: `${baseUrl}/protocol`, headers: { authorization: `Bearer ${token}` } }
}
const add = (town: number, key: string, body: object = { direction: 'in', subject: 'Iscrizione alla mensa' }) =>
  sandbox.call('POST', at(town).url, { headers: { ...at(town).headers, 'idempotency-key': key }, body })

it('gives each town its own numbers, of seven digits, within the year', async () => {
  const [first, second, other] = [
    await add(0, 'a'),
    await add(0, 'b', { direction: 'out', subject: 'Ricevuta' }),
    await add(1, 'c'),
  ]
  expect([first, second, other].map(answer => answer.body.number)).toEqual(['0000001', '0000002', '0000001'])
  expect(first.body).toMatchObject({ direction: 'in', key: 'a', year: Number(first.body.date.slice(0, 4)) })
})

it('makes a second number for the same key, and tells who asks', async () => {
  await add(2, 'twice')
  await add(2, 'twice')
  const asked = await sandbox.call('GET', `${at(2).url}?key=twice`, { headers: at(2).headers })
  expect(asked.body.items.map((item: any) => item.number)).toEqual(['0000001', '0000002'])
  expect(await sandbox.ledger('?kind=protocol&key=twice')).toHaveLength(2)
  const foreign = await sandbox.call('GET', `${at(1).url}?key=twice`, { headers: at(1).headers })
  expect(foreign.body.items).toEqual([])
})

it('finds a registration by its number', async () => {
  const { body } = await add(0, 'found')
  const url = `${at(0).url}/${body.year}/${body.number}`
  expect((await sandbox.call('GET', url, { headers: at(0).headers })).body).toEqual(body)
  expect((await sandbox.call('GET', `${at(0).url}/1999/0000001`, { headers: at(0).headers })).status).toBe(404)
})

it.each([
  ['no subject', { direction: 'in' }],
  ['a direction of its own', { direction: 'sideways', subject: 'x' }],
  ['a digest that is none', { direction: 'in', subject: 'x', documents: [{ name: 'a', sha256: 'b' }] }],
])('refuses %s', async (_what, body) => {
  expect((await add(0, 'bad', body)).status).toBe(400)
})

it('wants its token, and a key to look for', async () => {
  expect((await sandbox.call('POST', at(0).url, { body: {} })).status).toBe(401)
  expect((await sandbox.call('GET', at(0).url, { headers: at(0).headers })).status).toBe(400)
})
