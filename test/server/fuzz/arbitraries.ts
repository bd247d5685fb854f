import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'

type Schema = Record<string, unknown>

/** Values that a careless or a malicious caller sends where something else was asked for. */
export const nasty: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 53,
    '',
    ' ',
    'NaN',
    '\0',
    'a\0b',
    '\uD800',
    'x\uDFFFy',
    '\u202Eabc',
    '𝒳😀\u0301',
    '\uFEFF',
    '__proto__',
    'constructor',
    'toString',
    "' or 1=1; drop table case_record; --",
    '../../../etc/passwd',
    '${7*7}{{7*7}}<script>alert(1)</script>',
    '%00%ff',
    '0000-01-01',
    '2026-02-30',
    '2026-13-45T99:99:99Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999+14:00',
    '2026-01-01T00:00:00+23:59',
    '99999999999999999999',
    '-9223372036854775809',
    '1e400',
    [],
    {},
    [[]],
    [null],
    { '': '' },
    { constructor: { prototype: { polluted: true } } },
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(300, 5000, 120_000).map(length => 'è'.repeat(length)),
  fc.constantFrom(70, 3000).map(nested),
  fc.json({ maxDepth: 3 }).map((text): unknown => JSON.parse(text)),
)

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value }
  return value
}

/** A document's schemas, and ids that are there: `byName` of a parameter or member -> values that fit. */
export interface World {
  schemas: Record<string, Schema>
  byName: Record<string, string[]>
}

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(date => date.toISOString())

/** Values that fit a schema of the document, as far as a schema can tell. */
export function fitting(schema: Schema, world: World, name = ''): Arbitrary<unknown> {
  const reference = schema['$ref']
  if (typeof reference === 'string') return fitting(world.schemas[reference.split('/').at(-1)!]!, world, name)
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined
  // Any JSON refers to itself: a shallow one is enough.
  if (choices?.some(one => JSON.stringify(one).includes('Json"'))) return fc.jsonValue({ maxDepth: 2 })
  if (choices) return fc.oneof(...choices.map(one => fitting(one, world, name)))
  if ('const' in schema) return fc.constant(schema['const'])
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]))
  switch (schema['type']) {
    case 'string':
      return textOf(schema, world.byName[name])
    case 'integer':
      return fc.integer({ min: Math.max(Number(schema['minimum']), -(2 ** 31)), max: mostOf(schema) })
    case 'number':
      return fc.double({ min: Number(schema['minimum']), max: Number(schema['maximum']), noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(fitting(schema['items'] as Schema, world, name), {
        minLength: Number(schema['minItems'] ?? 0),
        maxLength: Math.min(Number(schema['maxItems'] ?? 3), 3),
      })
    case 'object':
      return objectOf(schema, world)
    default:
      return fc.constant(null)
  }
}

const mostOf = (schema: Schema): number => Math.min(Number(schema['maximum']), 2 ** 31 - 1)

function textOf(schema: Schema, known: string[] | undefined): Arbitrary<string> {
  if (known?.length) return fc.constantFrom(...known)
  switch (schema['format']) {
    case 'uuid':
    case 'guid':
      return fc.uuid()
    case 'date-time':
      return day
    case 'date':
      return day.map(instant => instant.slice(0, 10))
    case 'email':
      return fc.emailAddress()
    default:
      break
  }
  if (schema['contentEncoding'] === 'base64') return fc.base64String({ maxLength: 40 })
  if (typeof schema['pattern'] === 'string') return fc.stringMatching(new RegExp(schema['pattern']))
  return fc.string({
    minLength: Number(schema['minLength'] ?? 0),
    maxLength: Math.min(Number(schema['maxLength'] ?? 20), 20),
  })
}

function objectOf(schema: Schema, world: World): Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
  const required = (schema['required'] ?? []) as string[]
  if (properties.length === 0)
    return fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
  return fc.record(Object.fromEntries(properties.map(([name, below]) => [name, fitting(below, world, name)])), {
    requiredKeys: required,
  })
}

/** The value with one place in it broken: replaced, left out, or joined by a member that nobody named. */
export function broken(value: unknown): Arbitrary<unknown> {
  const places = placesOf(value)
  return fc
    .tuple(fc.constantFrom(...places), nasty, fc.constantFrom('replace', 'remove', 'add'))
    .map(([place, bad, how]) => {
      if (place.length === 0 && how !== 'add') return bad
      return changed(value, place, { how, bad })
    })
}

function placesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || path.length > 4) return [path]
  return [path, ...Object.entries(value).flatMap(([name, below]) => placesOf(below, [...path, name]))]
}

function changed(value: unknown, [name, ...rest]: string[], change: { how: string; bad: unknown }): unknown {
  if (typeof value !== 'object' || value === null) return change.bad
  if (name === undefined) return { ...value, unexpected: change.bad }
  const entries = Object.entries(value).flatMap(([key, below]): [string, unknown][] => {
    if (key !== name) return [[key, below]]
    if (rest.length > 0) return [[key, changed(below, rest, change)]]
    return change.how === 'remove' ? [] : [[key, change.bad]]
  })
  return Array.isArray(value) ? entries.map(([, below]) => below) : Object.fromEntries(entries)
}

/** Bodies that are no JSON, or JSON as no program writes it. */
export const rawBodies: Arbitrary<string> = fc.constantFrom(
  '',
  '{',
  '"text"',
  'null',
  '[]',
  '{"a":1,"a":2,"reason":1,"reason":"x"}',
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  '{"q":1e999,"reason":-1e999}',
  '['.repeat(20_000),
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  '{"a":'.repeat(5000) + '1' + '}'.repeat(5000),
  '\uFEFF{}',
  '{"q":"\\ud800"}',
  '{"q":"\\u0000"}',
  `{"q":"${'x'.repeat(1_200_000)}"}`,
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
)
