import english from 'ra-language-english'
import { en } from '../../console/i18n/en/index.ts'
import { it as italian } from '../../console/i18n/it/index.ts'

const keysOf = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inside]) => keysOf(inside, path ? `${path}.${key}` : key))
    : [path]

const valuesOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesOf) : [String(value)]

const placeholders = (text: string) => [...text.matchAll(/%\{(\w+)\}/g)].map(match => match[1]).toSorted()

describe('messages', () => {
  test('both languages have the same keys', () => {
    expect(keysOf(en.iter).toSorted()).toEqual(keysOf(italian.iter).toSorted())
  })

  test("react-admin's own words are complete in Italian", () => {
    expect(keysOf(italian.ra).toSorted()).toEqual(keysOf(english.ra).toSorted())
  })

  test('no message is empty', () => {
    expect([...valuesOf(italian.iter), ...valuesOf(en.iter)].filter(text => text.trim() === '')).toEqual([])
  })

  test('a message speaks of the same things in both languages', () => {
    const [it, eng] = [flat(italian.iter), flat(en.iter)]
    const unlike = Object.keys(it).filter(key => {
      const [one, other] = [new Set(placeholders(it[key] ?? '')), new Set(placeholders(eng[key] ?? ''))]
      return [...one].some(name => !other.has(name)) || [...other].some(name => !one.has(name))
    })
    // English says "See the case" where Italian does too; the count stands in the plural only.
    expect(unlike).toEqual([])
  })
})

const flat = (value: unknown, path = ''): Record<string, string> =>
  typeof value === 'object' && value !== null
    ? Object.assign({}, ...Object.entries(value).map(([key, inside]) => flat(inside, path ? `${path}.${key}` : key)))
    : { [path]: String(value) }
