import { fromMonthDay, isYearly, toMonthDay } from '../../console/municipalities/calendar-day.ts'

describe('a day of every year', () => {
  test.each([
    ['21/09', '09-21'],
    [' 4/10 ', '10-04'],
    ['1-1', '01-01'],
    ['29/02', '02-29'],
    ['31/02', null],
    ['00/09', null],
    ['12/13', null],
    ['21 settembre', null],
    ['', null],
  ])('%j is %j', (text, day) => {
    expect(toMonthDay(text)).toBe(day)
  })

  test('is shown as Italians write it', () => {
    expect(fromMonthDay('09-21')).toBe('21/09')
    expect([isYearly('09-21'), isYearly('2026-12-24')]).toEqual([true, false])
  })
})
