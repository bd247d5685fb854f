import { bankDaysAfter, isBankDay, lateFrom } from '../../reconciliation/bank-days.ts'

it.each([
  ['2026-11-20', true],
  ['2026-11-21', false],
  ['2026-11-22', false],
  ['2026-01-01', false],
  ['2026-04-03', false],
  ['2026-04-06', false],
  ['2026-05-01', false],
  ['2026-12-25', false],
  ['2028-12-26', false],
  // Holidays in Italy, working days for banks in Europe.
  ['2026-01-06', true],
  ['2026-06-02', true],
])('%s: money is moved: %s', (date, isOpen) => expect(isBankDay(date)).toBe(isOpen))

it.each([
  ['2026-11-20', 3, '2026-11-25'],
  ['2026-04-01', 3, '2026-04-08'],
  ['2026-12-24', 1, '2026-12-28'],
])('%s and %d bank days: %s', (date, count, expected) => expect(bankDaysAfter(date, count)).toBe(expected))

it('late is when the last day is over in Italy', () => {
  expect(lateFrom('2026-11-20', 3)).toBe('2026-11-25T23:00:00.000Z')
  expect(lateFrom('2026-06-05', 3)).toBe('2026-06-10T22:00:00.000Z')
})
