import fc from 'fast-check'
import { evaluate as oracle } from 'feelin'
import { evaluateExpression } from '../../engine/feel/evaluate.ts'
import { parseExpression } from '../../engine/feel/parse.ts'
import type { Json, JsonObject } from '../../engine/json.ts'

// Expressions by the grammar, held against another implementation. Where FEEL's standard decides and the two differ, the difference is
// one of those that docs/dialect.md lists, has its own test at the end, and is left out of what is generated.

function ours(text: string, scope: JsonObject = {}): Json {
  const parsed = parseExpression(text)
  if ('error' in parsed) throw new Error(`${text}: ${parsed.error.message.en} at ${parsed.error.position}`)
  return evaluateExpression(parsed.ast, scope)
}

/** JSON knows no -0. */
const theirs = (text: string, scope: JsonObject = {}): Json => JSON.parse(JSON.stringify(oracle(text, scope).value))

const two = (n: number) => String(n).padStart(2, '0')
const number = fc.integer({ min: -40, max: 40 }).map(String)
const positive = fc.integer({ min: 1, max: 9 })
const date = fc
  .tuple(fc.integer({ min: 1995, max: 2060 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([y, m, d]) => `date("${y}-${two(m)}-${two(d)}")`)
const days = fc.integer({ min: 0, max: 500 }).map(n => `duration("P${n}D")`)
const months = fc.integer({ min: 0, max: 40 }).map(n => `duration("P${n}M")`)
const word = fc.constantFrom('"mensa"', '"Scuola"', '"a b"', '"è"', '""')
const compare = fc.constantFrom('<', '<=', '>', '>=', '=', '!=')
const mixed = fc.oneof(number, word, fc.constantFrom('true', 'false', 'null'))
const numbers = fc.array(number, { minLength: 1, maxLength: 5 }).map(items => `[${items.join(', ')}]`)
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map(items => `[${items.join(', ')}]`)
const truth = fc.constantFrom('true', 'false', 'null')

/** The arbitraries' values put into a pattern: `of('(%s + %s)', a, b)`. */
const of = (pattern: string, ...parts: fc.Arbitrary<unknown>[]) =>
  fc
    .tuple(...parts)
    .map(values => values.reduce((text: string, value) => text.replace('%s', () => String(value)), pattern))

const families: { [name: string]: fc.Arbitrary<string>[] } = {
  dates: [
    of('string(%s + %s)', date, days),
    of('string(%s - %s)', date, days),
    of('string(%s + %s)', date, months),
    of('%s %s %s', date, compare, date),
    of('%s between date("2010-05-05") and %s + duration("P100Y")', date, date),
    ...['year', 'month', 'day', 'weekday'].map(name => of(`%s.${name}`, date)),
    of('duration("P%sD") %s duration("PT%sH")', positive, compare, positive),
    of('%s %s %s', months, compare, months),
    of('string(%s + %s)', days, days),
    of('years and months duration(%s, %s).years', date, date),
    ...['day of week', 'month of year', 'day of year'].map(name => of(`${name}(%s)`, date)),
  ],
  truths: [
    of('%s and %s', truth, truth),
    of('%s or %s', truth, truth),
    of('not(%s)', truth),
    of('(%s and %s) or not(%s)', truth, truth, truth),
    of('if %s then 1 else 2', truth),
    of('some x in %s satisfies x %s %s', numbers, compare, number),
    of('every x in %s satisfies x %s %s', numbers, compare, number),
    of('all([%s, %s])', fc.constantFrom('true', 'false'), fc.constantFrom('true', 'false')),
    of('any([%s, %s])', fc.constantFrom('true', 'false'), fc.constantFrom('true', 'false')),
  ],
  lists: [
    of('%s[item %s %s]', numbers, compare, number),
    of('%s[%s]', numbers, positive),
    of('%s[-%s]', numbers, positive),
    of('for x in %s, y in %s return x + y', numbers, numbers),
    of('for x in %s..%s return x * 2', positive, positive),
    ...['sum', 'min', 'max', 'count', 'reverse', 'distinct values'].map(name => of(`${name}(%s)`, numbers)),
    of('append(%s, %s)', numbers, number),
    of('union(%s, %s)', numbers, numbers),
    of('concatenate(%s, %s)', words, numbers),
    of('flatten([%s, [%s, %s]])', numbers, numbers, number),
    of('list contains(%s, %s)', numbers, number),
    of('index of(%s, %s)', numbers, number),
    of('sublist(%s, 1, 1)', numbers),
    of('[%s, %s] = [%s, %s]', number, number, number, number),
    of('{ a: %s, b: a + 1 }.b', number),
    of('{ a: %s, c: { d: %s } }', mixed, mixed),
    of('[{ n: %s }, { n: %s }].n', number, number),
    of('[{ n: %s }, { n: %s }][n > 0]', number, number),
    of('get value({ a: %s }, "a")', mixed),
  ],
  texts: [
    of('%s + %s', word, word),
    of('%s %s %s', word, compare, word),
    ...['string length', 'upper case', 'lower case', 'string'].map(name => of(`${name}(%s)`, word)),
    ...['contains', 'starts with', 'ends with', 'substring before', 'substring after'].map(name =>
      of(`${name}(%s, %s)`, word, word),
    ),
    of('substring("iscrizione", %s, %s)', positive, positive),
    of('substring("iscrizione", -%s)', positive),
    of('string join(%s, "; ")', words),
    of('split("a;b;c", ";")[%s]', positive),
    of('matches(%s, "[a-z]+")', word),
    of('replace(%s, "[aeiou]", "-")', word),
    of('string(%s)', number),
  ],
  numbers: [
    of('%s ** %s', fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 4 })),
    of('modulo(%s, %s)', number, positive),
    ...['floor', 'ceiling', 'abs', 'odd', 'even'].map(name => of(`${name}(%s)`, number)),
    of('floor(%s / %s)', number, positive),
    of('%s in [%s..50]', number, number),
    of('%s in (%s, %s, > %s)', number, number, number, number),
    of('-%s + (%s)', positive, number),
  ],
}

test.each(Object.keys(families))('agrees on %s', name => {
  const seen = new Set<Json>()
  fc.assert(
    fc.property(fc.oneof(...(families[name] ?? [])), text => {
      const result = ours(text)
      seen.add(JSON.stringify(result))
      expect([text, result]).toEqual([text, theirs(text)])
    }),
    { numRuns: 600 },
  )
  // Agreeing on nothing but null would be no agreement.
  expect(seen.size).toBeGreaterThan(name === 'truths' ? 3 : 20)
})

// On purpose otherwise; docs/dialect.md says why.
test.each<[string, Json, Json]>([
  ['0.1 + 0.2 = 0.3', true, false],
  ['[1, 2] = [1]', false, null],
  ['5 between 9 and 1', false, true],
  ['duration("P181D") = duration("P152D")', false, true],
  ['string(years and months duration(date("2026-01-01"), date("2026-01-02")))', 'P0M', 'P1D'],
])('%s: %j here, %j there', (text, here, there) => {
  expect([ours(text), theirs(text)]).toEqual([here, there])
})
