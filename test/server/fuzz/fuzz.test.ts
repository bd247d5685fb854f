import { randomUUID } from 'node:crypto'

import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { z } from 'zod'

import { openApiDocument } from '../../../server/api/openapi.ts'
import { startApi } from '../api.ts'
import type { Api, Browser } from '../api.ts'
import { broken, fitting, nasty, rawBodies } from './arbitraries.ts'
import type { World } from './arbitraries.ts'
import { csvFile, everybody, furnish } from './world.ts'

// Every operation of both documents, asked as its document says and in every way that it does not.
// FUZZ_SEED and FUZZ_RUNS look further; a failure prints the seed.

type Node = Record<string, unknown>

const seed = Number(process.env['FUZZ_SEED'] ?? 20261122)
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 16)

/** Without Temporal these cannot answer. */
const needsTemporal = ['advanceTime', 'testPlatform']

interface Operation {
  id: string
  method: string
  path: string
  node: Node
  document: Node
  auth: 'token' | 'session' | 'public'
}

const operations = (['public', 'console'] as const).flatMap(audience => {
  const document: Node = JSON.parse(JSON.stringify(openApiDocument(audience)))
  return Object.entries(document['paths'] as Node).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Node>).map(([method, node]): Operation => {
      const [scheme] = (node['security'] as Node[]).flatMap(Object.keys)
      const auth = scheme === 'token' ? 'token' : scheme === 'session' ? 'session' : 'public'
      return { id: String(node['operationId']), method, path, node, document, auth }
    }),
  )
})

let api: Api
let known: World['byName']
let token: string
beforeAll(async () => {
  api = await startApi({ limits: { signInsPerMinute: 100_000, casesPerMinute: 100_000 } })
  known = await furnish(api)
}, 60_000)
afterAll(() => api.stop())

interface Shot {
  path: string
  query: string
  headers: Record<string, string>
  body: string | FormData | null
}

const worldOf = ({ document }: Operation): World => ({
  schemas: ((document['components'] as Node)['schemas'] ?? {}) as World['schemas'],
  byName: known,
})

/** Mostly what fits, now and then what does not. */
const mostly = (good: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: nasty })

const asText = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 3000)

const inUrl = (text: string): string => encodeURIComponent(text.toWellFormed()) || 'x'

function parametersOf(operation: Operation, place: string): { name: string; schema: Node }[] {
  const all = (operation.node['parameters'] ?? []) as { name: string; in: string; schema: Node }[]
  return all.filter(one => one.in === place)
}

function pathOf(operation: Operation): Arbitrary<string> {
  const world = worldOf(operation)
  const names = parametersOf(operation, 'path')
  const raw = fc.constantFrom('%ff', '%00', '%2e%2e%2f', '%', 'x'.repeat(4000))
  const values = names.map(({ name, schema }) =>
    fc.oneof(
      { weight: 9, arbitrary: fitting(schema, world, name).map(value => inUrl(asText(value))) },
      {
        weight: 1,
        arbitrary: fc.oneof(
          nasty.map(value => inUrl(asText(value))),
          raw,
        ),
      },
    ),
  )
  return fc
    .tuple(...values)
    .map(texts => names.reduce((path, { name }, index) => path.replace(`{${name}}`, texts[index]!), operation.path))
}

function queryOf(operation: Operation): Arbitrary<string> {
  const world = worldOf(operation)
  const names = parametersOf(operation, 'query')
  const cursor = fc.oneof(
    fc.jsonValue().map(value => Buffer.from(JSON.stringify(value)).toString('base64url')),
    fc
      .tuple(
        fc.constantFrom('createdAt', 'receivedAt', 'at', 'due', 'line', 'name'),
        fc.constantFrom('asc', 'desc'),
        fc.array(nasty, { maxLength: 4 }),
      )
      .map(([s, d, v]) => Buffer.from(JSON.stringify({ s, d, v: v.map(asText) })).toString('base64url')),
  )
  const one = ({ name, schema }: { name: string; schema: Node }) =>
    fc
      .tuple(fc.constantFrom(0, 1, 1, 1, 2), mostly(name === 'cursor' ? cursor : fitting(schema, world, name)))
      .map(([times, value]) => Array.from({ length: times }, () => `${name}=${inUrl(asText(value).slice(0, 600))}`))
  const optional = names.map(name => fc.oneof(fc.constant([]), one(name)))
  return fc
    .tuple(fc.constantFrom('', '', 'unknown=1', '__proto__=1', '%ff=%ff', 'a[b]=1'), ...optional)
    .map(([extra, ...parts]) => [extra, ...parts.flat()].filter(Boolean).join('&'))
}

/** What a header can carry at all. */
const headerText = nasty.map(value =>
  asText(value)
    .replaceAll(/[^\x20-\x7e\xa1-\xff]/g, '')
    .trim()
    .slice(0, 2000),
)

const headers = fc
  .record({
    'Idempotency-Key': fc.oneof({ weight: 6, arbitrary: fc.uuid() }, headerText),
    'If-Match': fc.oneof(fc.constant('"1"'), headerText),
    'Last-Event-ID': fc.oneof(fc.constantFrom('99999999999999999999-999999999999999', '1-1'), headerText),
    'Content-Type': fc.constantFrom(
      ...Array.from({ length: 12 }, () => 'application/json'),
      'text/plain',
      'application/json; charset=utf-16',
      'application/json; charset=nonsense',
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      'application/problem+json',
    ),
    'Content-Encoding': fc.constantFrom(...Array.from({ length: 20 }, () => 'identity'), 'gzip', 'br', 'nonsense'),
    Accept: fc.constantFrom('*/*', 'application/xml', 'text/html;q=2'),
  })
  .map(({ 'If-Match': match, 'Last-Event-ID': last, ...all }) => ({
    ...all,
    ...(match && { 'If-Match': match }),
    ...(last && { 'Last-Event-ID': last }),
  }))

function bodyOf(operation: Operation): Arbitrary<string | FormData | null> {
  const content = ((operation.node['requestBody'] as Node)?.['content'] ?? {}) as Record<string, Node>
  if (content['multipart/form-data']) return forms
  const schema = content['application/json']?.['schema'] as Node | undefined
  if (!schema) return fc.constantFrom(null, '{}')
  const good = fitting(schema, worldOf(operation))
  const json = (value: unknown) => JSON.stringify(value) ?? ''
  return fc.oneof(
    { weight: 3, arbitrary: good.map(json) },
    { weight: 6, arbitrary: good.chain(broken).map(json) },
    { weight: 2, arbitrary: rawBodies },
  )
}

const forms: Arbitrary<string | FormData> = fc.oneof(
  fc
    .record({
      municipality: fc.oneof({ weight: 4, arbitrary: fc.constant('here') }, nasty.map(asText)),
      procedure: fc.oneof({ weight: 4, arbitrary: fc.constant('canteen-enrolment') }, nasty.map(asText)),
      file: fc.oneof(fc.constant(csvFile), nasty.map(asText), fc.constant('')),
      name: fc.oneof(fc.constant('a.csv'), nasty.map(asText)),
      times: fc.constantFrom(0, 1, 1, 1, 3),
    })
    .map(({ municipality, procedure, file, name, times }) => {
      const form = new FormData()
      form.set('municipality', municipality === 'here' ? api.town : municipality)
      form.set('procedure', procedure)
      for (let index = 0; index < times; index++) form.append('file', new Blob([file]), name)
      return form
    }),
  fc.constantFrom(
    '',
    '--x\r\nContent-Disposition: form-data; name="municipality"\r\n\r\nabc',
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na;b\r\n1;2',
    `--x\r\n${'X-Long: y\r\n'.repeat(3000)}\r\n--x--`,
    Array.from({ length: 200 }, (_, n) => `--x\r\nContent-Disposition: form-data; name="f${n}"\r\n\r\n1\r\n`).join('') +
      '--x--\r\n',
  ),
)

const shots = (operation: Operation): Arbitrary<Shot> =>
  fc.record({ path: pathOf(operation), query: queryOf(operation), headers, body: bodyOf(operation) })

async function fire(
  operation: Operation,
  browser: Browser,
  { path, query, headers: sent, body }: Shot,
): Promise<Response> {
  const unsafe = operation.method !== 'get'
  const { 'Content-Type': type, 'Content-Encoding': encoding, ...others } = sent
  const own: Record<string, string> =
    operation.auth === 'token'
      ? { Authorization: `Bearer ${token}` }
      : { Cookie: browser.cookie, Origin: api.origin, 'Sec-Fetch-Site': 'same-origin', 'X-Iter-Request': '1' }
  const multipart = typeof body === 'string' && (body.startsWith('--x') || isUpload(operation))
  const content: Record<string, string> =
    body instanceof FormData ? {} : { 'Content-Type': multipart ? 'multipart/form-data; boundary=x' : String(type) }
  return fetch(`${api.origin}${path}${query ? `?${query}` : ''}`, {
    method: operation.method.toUpperCase(),
    redirect: 'manual',
    headers: {
      ...others,
      ...own,
      ...(unsafe && content),
      ...(unsafe && encoding !== undefined && encoding !== 'identity' && { 'Content-Encoding': encoding }),
    },
    ...(unsafe && body !== null && { body }),
  })
}

const isUpload = ({ node }: Operation): boolean =>
  'multipart/form-data' in (((node['requestBody'] as Node)?.['content'] ?? {}) as Node)

const checkers = new Map<string, z.ZodType>()

/** The document's own schema of an answer, as a check. */
function checkerOf({ document, id }: Operation, status: number, schema: Node): z.ZodType {
  const key = `${id} ${status}`
  const made =
    checkers.get(key) ??
    z.fromJSONSchema(
      JSON.parse(
        JSON.stringify({ ...schema, $defs: (document['components'] as Node)['schemas'] }).replaceAll(
          '#/components/schemas/',
          '#/$defs/',
        ),
      ),
    )
  checkers.set(key, made)
  return made
}

function documented({ node, document }: Operation, status: number): Node {
  const responses = node['responses'] as Record<string, Node>
  const response = responses[String(status)]
  expect([Object.keys(responses), String(status)]).toEqual([expect.arrayContaining([String(status)]), String(status)])
  const reference = response!['$ref']
  if (typeof reference !== 'string') return response!
  return ((document['components'] as Node)['responses'] as Record<string, Node>)[reference.split('/').at(-1)!]!
}

async function judge(operation: Operation, response: Response): Promise<void> {
  const { status } = response
  const content = documented(operation, status)['content'] as Record<string, Node> | undefined
  const type = (response.headers.get('content-type') ?? '').split(';')[0]!
  if (type === 'text/event-stream') return response.body?.cancel()
  const text = await response.text()
  if (status >= 500) expect([status, needsTemporal.includes(operation.id), text]).toEqual([503, true, text])
  if (status >= 400) expect(type).toBe('application/problem+json')
  expect(response.headers.get('ratelimit-limit')).toMatch(/^\d+$/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(text).not.toMatch(/node_modules|at .*\.(ts|js):\d|select .* from "/)
  if (!type.endsWith('json')) return
  const body: unknown = JSON.parse(text)
  if (status >= 400) expect(body).toMatchObject({ status, title: expect.any(String), kind: expect.any(String) })
  const read = checkerOf(operation, status, content![type]!['schema'] as Node).safeParse(body)
  expect(read.error && z.prettifyError(read.error)).toBeUndefined()
}

let signedIn: Browser | undefined

/** The same person as long as the session lasts: a new one for each operation would be more staff than a list shows. */
async function somebody(): Promise<Browser> {
  const isAlive = signedIn !== undefined && (await signedIn.get('/api/v1/session')).status === 200
  if (signedIn === undefined || !isAlive) signedIn = await everybody(api)
  return signedIn
}

/** What makes nothing of the town's run away while it is fuzzed. */
const tables = [
  'case_record',
  'import_file',
  'import_row',
  'document',
  'identity_evidence',
  'confidential_record',
  'audit_entry',
]

describe('whatever is sent', () => {
  it.each(operations.map((operation): [string, Operation] => [`${operation.auth} ${operation.id}`, operation]))(
    '%s answers as documented, never with a defect',
    async (_name, operation) => {
      token = await api.token()
      const browser = await somebody()
      await fc.assert(
        fc.asyncProperty(shots(operation), async shot => {
          await judge(operation, await fire(operation, browser, shot))
        }),
        { seed, numRuns, endOnFailure: true },
      )
    },
    60_000,
  )

  it('leaves nothing by halves and pollutes no prototype', async () => {
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    const count = async () =>
      Promise.all(
        tables.map(async name => (await api.database.asSuperuser(`select count(*) from ${name}`)).rows[0].count),
      )
    const before = await count()
    const browser = await somebody()
    const refused = await browser.send('POST', '/api/v1/cases', {
      procedure: 'canteen-enrolment',
      municipality: api.town,
      request: { schoolYear: randomUUID(), diet: { kind: 'medical', certificate: { name: 'x' } } },
    })
    expect(refused.status).toBe(422)
    expect(await count()).toEqual(before)
    const { rows } = await api.database.asSuperuser(
      'select municipality_id from audit_entry where municipality_id <> $1',
      [api.town],
    )
    expect(rows).toEqual([])
  })
})
