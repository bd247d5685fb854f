import { centsOf, dayOf } from '../../db/queries/payments-office/flow-words.ts'

describe('what a person types of a report', () => {
  test.each([
    ['1.234,50', 123_450],
    ['1234,5', 123_450],
    ['€ 1234.50', 123_450],
    ['1.234', 123_400],
    ['12', 1_200],
    ['0,07', 7],
    ['1,234', null],
    ['12,345.00', null],
    ['2026-11-20', null],
    ['BPPIITRR', null],
  ])('%s is an amount of %s cents', (words, cents) => expect(centsOf(words)).toBe(cents))

  test.each([
    ['20/11/2026', '2026-11-20'],
    ['1.2.2026', '2026-02-01'],
    [' 2026-11-20 ', '2026-11-20'],
    ['31/02/2026', null],
    ['134,15', null],
  ])('%s is the day %s', (words, day) => expect(dayOf(words)).toBe(day))
})
