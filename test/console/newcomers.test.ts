import { nextAfter, withoutNewcomers } from '../../console/tasks/newcomers.ts'

const rows = (ids: string) => ids.split('').map(id => ({ id }))
const still = (known: string, now: string) => {
  const { shown, held } = withoutNewcomers(rows(now), new Set(known))
  return [shown.map(row => row.id).join(''), held]
}

describe('a list that somebody reads keeps still', () => {
  test.each([
    ['the first time all is shown', '', 'abc', 'abc', 0],
    ['a new one above is held back', 'bc', 'abc', 'bc', 1],
    ['two between', 'ad', 'abcd', 'ad', 2],
    ['after the last one nothing moves', 'ab', 'abc', 'abc', 0],
    ['what is gone is gone', 'abc', 'ac', 'ac', 0],
    ['a page more', 'ab', 'abcdef', 'abcdef', 0],
    ['nothing of the old ones is left', 'ab', 'cd', 'cd', 0],
  ])('%s', (_name, known, now, shown, held) => {
    expect(still(known, now)).toEqual([shown, held])
  })
})

describe('after one is done', () => {
  test.each([
    ['abc', 'a', 'b'],
    ['abc', 'c', 'b'],
    ['a', 'a', null],
    ['abc', 'x', 'a'],
  ])('of %s, %s: %s opens', (ids, done, next) => {
    expect(nextAfter(rows(ids), done)).toBe(next)
  })
})
