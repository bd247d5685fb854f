import { openApiDocument } from '../../server/api/openapi.ts'
import type { Audience } from '../../server/api/openapi.ts'

type Node = Record<string, unknown>

// AgID's conventions for interfaces of the public administration (ModI), as its OpenAPI checker reads them.

const documents = (['public', 'console'] as const).map((audience): [Audience, Node] => [
  audience,
  JSON.parse(JSON.stringify(openApiDocument(audience))),
])

interface Place {
  path: string
  node: Node
}

/** Every object of a document with its place. */
function* places(node: unknown, path = ''): Generator<Place> {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) yield { path, node: node as Node }
  for (const [name, below] of Object.entries(node)) yield* places(below, `${path}/${name}`)
}

const schemasOf = (document: Node): Place[] =>
  [...places(document)].filter(({ path, node }) => isSchema(node) && !/\/(example|default|enum)/.test(path))

const isSchema = (node: Node): boolean =>
  typeof node['type'] === 'string' && ['string', 'integer', 'number', 'array', 'object'].includes(node['type'])

interface Operation {
  name: string
  path: string
  method: string
  node: Node
}

function operationsOf(document: Node): Operation[] {
  return Object.entries(document['paths'] as Node).flatMap(([path, item]) =>
    Object.entries(item as Node).map(([method, node]) => ({
      name: `${method} ${path}`,
      path,
      method,
      node: node as Node,
    })),
  )
}

const resolved = (document: Node, node: Node): Node => {
  const reference = node['$ref']
  if (typeof reference !== 'string') return node
  return reference
    .slice(2)
    .split('/')
    .reduce((at, name) => at[name] as Node, document)
}

const responsesOf = (document: Node, { node }: Operation): [string, Node][] =>
  Object.entries(node['responses'] as Node).map(([status, response]) => [status, resolved(document, response as Node)])

describe.each(documents)('the %s document', (_audience, document) => {
  const operations = operationsOf(document)
  const schemas = schemasOf(document)
  const wrong = (is: (place: Place) => boolean) => schemas.filter(place => !is(place)).map(place => place.path)

  it('is worth a test', () => {
    expect(operations.length).toBeGreaterThan(6)
    expect(schemas.length).toBeGreaterThan(50)
  })

  it('says who is behind it, under which terms, in short and by which id', () => {
    expect(document['openapi']).toMatch(/^3\.1/)
    expect(document['info']).toMatchObject({
      title: expect.any(String),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      description: expect.any(String),
      termsOfService: expect.stringMatching(/^https:/),
      contact: { name: expect.any(String), url: expect.stringMatching(/^https:/), email: expect.stringContaining('@') },
      license: { name: 'EUPL-1.2' },
      'x-summary': expect.stringMatching(/^.{5,80}$/),
      'x-api-id': expect.any(String),
    })
  })

  it('describes its servers', () => {
    expect(document['servers']).toEqual([{ url: expect.any(String), description: expect.any(String) }])
  })

  it('names, explains, tags and secures every operation', () => {
    const ids = operations.map(({ node }) => node['operationId'])
    expect(new Set(ids).size).toBe(ids.length)
    const schemes = Object.keys((document['components'] as Node)['securitySchemes'] as Node)
    for (const { name, path, node } of operations) {
      expect([name, node]).toEqual([
        name,
        expect.objectContaining({
          summary: expect.stringMatching(/\S/),
          description: expect.stringMatching(/\S/),
          tags: [expect.any(String)],
          security: expect.any(Array),
        }),
      ])
      const used = (node['security'] as Node[]).flatMap(Object.keys)
      expect([name, used.every(scheme => schemes.includes(scheme))]).toEqual([name, true])
      // Only what tells nothing of anybody is for everybody.
      expect([name, used.length > 0 || path === '/status']).toEqual([name, true])
    }
  })

  it('has kebab-case paths under a version', () => {
    for (const { path } of operations)
      expect(path).toMatch(/^(\/status|\/api\/v1(\/(\{[a-z][A-Za-z]*\}|[a-z0-9.-]+))+)$/)
  })

  it('reads without a body', () => {
    expect(operations.filter(one => one.method === 'get' && one.node['requestBody']).map(one => one.name)).toEqual([])
  })

  it('answers faults as problem+json with type, title and status', () => {
    for (const operation of operations) {
      const faults = responsesOf(document, operation).filter(([status]) => Number(status) >= 400)
      expect([operation.name, faults.length > 0]).toEqual([operation.name, true])
      for (const [status, response] of faults) {
        const content = response['content'] as Node
        expect([operation.name, status, Object.keys(content)]).toEqual([
          operation.name,
          status,
          ['application/problem+json'],
        ])
        const schema = resolved(document, (content['application/problem+json'] as Node)['schema'] as Node)
        expect(Object.keys(schema['properties'] as Node)).toEqual(expect.arrayContaining(['type', 'title', 'status']))
      }
    }
  })

  it('says how much may be asked, and when to come back', () => {
    for (const operation of operations) {
      for (const [status, response] of responsesOf(document, operation)) {
        const headers = Object.keys((response['headers'] ?? {}) as Node)
        const place = `${operation.name} ${status}`
        if (Number(status) < 500)
          expect([place, headers]).toEqual([
            place,
            expect.arrayContaining(['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset']),
          ])
        if (['429', '503'].includes(status))
          expect([place, headers]).toEqual([place, expect.arrayContaining(['Retry-After'])])
      }
      const statuses = responsesOf(document, operation).map(([status]) => status)
      expect([operation.name, statuses]).toEqual([operation.name, expect.arrayContaining(['429', '503'])])
    }
  })

  it('gives lists inside an object', () => {
    for (const operation of operations) {
      for (const [status, response] of responsesOf(document, operation)) {
        const schema = ((response['content'] as Node)?.['application/json'] as Node)?.['schema'] as Node | undefined
        if (schema) expect([operation.name, status, resolved(document, schema)['type']]).not.toContain('array')
      }
    }
  })

  it('bounds every string by length, pattern, format or choice', () => {
    expect(
      wrong(
        ({ node }) =>
          node['type'] !== 'string' ||
          ['maxLength', 'pattern', 'format', 'enum', 'const', 'contentEncoding'].some(name => name in node),
      ),
    ).toEqual([])
  })

  it('bounds every number, and says how wide it is', () => {
    expect(
      wrong(
        ({ node }) =>
          !['integer', 'number'].includes(String(node['type'])) ||
          (['minimum', 'maximum'].every(name => name in node) &&
            (node['type'] === 'integer' ? ['int32', 'int64'] : ['float', 'double']).includes(String(node['format']))),
      ),
    ).toEqual([])
  })

  it('bounds every list', () => {
    expect(wrong(({ node }) => node['type'] !== 'array' || 'maxItems' in node)).toEqual([])
  })

  it('admits no member that it does not name', () => {
    // pagoPA's receipt is theirs to extend.
    const others = /\/pagopa\/receipts\/post\/requestBody/
    expect(
      wrong(
        ({ path, node }) =>
          node['type'] !== 'object' ||
          others.test(path) ||
          // Of a choice, each member is looked at by itself.
          'oneOf' in node ||
          'anyOf' in node ||
          (node['properties'] ? node['additionalProperties'] === false : node['additionalProperties'] !== undefined),
      ),
    ).toEqual([])
  })

  it('asks for a key on every act that creates or changes a case', () => {
    const keyed = operations.filter(({ node }) =>
      ((node['parameters'] ?? []) as Node[]).some(one => one['name'] === 'Idempotency-Key'),
    )
    const acts = operations.filter(
      ({ path, method }) => method === 'post' && /\/(cases|acts|messages|claim|release|complete|reassign)$/.test(path),
    )
    expect(acts.length).toBeGreaterThan(1)
    expect(keyed.map(one => one.name)).toEqual(expect.arrayContaining(acts.map(one => one.name)))
  })
})
