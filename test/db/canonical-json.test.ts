import fc from 'fast-check'
import { canonicalJson, digestOf } from '../../db/canonical-json.ts'

// The values of RFC 8785, sections 3.2.2 and 3.2.3.
test.each([
  [
    { numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27] },
    '{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
  ],
  [{ string: '\u20ac$\u000f\nA\'B"\\\\"/' }, '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'],
  [{ literals: [null, true, false] }, '{"literals":[null,true,false]}'],
  [
    { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  ],
  [-0, '0'],
])('%j', (value, expected) => expect(canonicalJson(value)).toBe(expected))

test('an undefined member is left out', () => expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}'))

test.each([[Number.NaN], [Infinity], ['\ud800'], ['a\u0000'], [undefined], [1n]])('refuses %p', value =>
  expect(() => canonicalJson(value)).toThrow(TypeError),
)

test('the digest does not depend on the order of members, and survives JSON', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme-ascii' }), fc.jsonValue({ maxDepth: 2 })), value => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed())
      expect(digestOf(reversed)).toBe(digestOf(value))
      expect(digestOf(JSON.parse(JSON.stringify(value)))).toBe(digestOf(value))
    }),
  )
})
