import fc from 'fast-check'
import { addDays, civilDate, dayNumber, daysBetween, parseDate, printDate, weekday } from '../../engine/terms/civil.ts'
import { easter, holidaysOf, isLegalHoliday, isWorkingDay } from '../../engine/terms/holidays.ts'
import {
  addDuration,
  localDate,
  parseInstant,
  printInstant,
  romeOffsetHours,
  startOfDay,
} from '../../engine/terms/instants.ts'
import {
  expireTerm,
  meetTerm,
  resetTerm,
  resumeTerm,
  startTerm,
  suspendTerm,
  termDue,
  termFiresAt,
  termView,
  unadjustedDue,
} from '../../engine/terms/term.ts'
import type { TermDef, TermResult, TermState } from '../../engine/terms/term.ts'

const aTerm = (over: Partial<TermDef> = {}): TermDef => ({
  key: 'procedure',
  name: 'Termine del procedimento',
  days: 30,
  unit: 'calendar',
  law: 'L. 241/1990, art. 2',
  maxSuspensions: null,
  maxSuspensionDays: null,
  resumeDelayDays: 0,
  ...over,
})

const dayNumberOf = (date: string) => parseDate(date) ?? NaN
const noon = (date: string) => `${date}T11:00:00.000Z`

function accepted(result: TermResult): TermState {
  if ('refused' in result) throw new Error(result.refused)
  // State must survive as JSON at any moment.
  return JSON.parse(JSON.stringify(result.term))
}

const suspended = (term: TermState, date: string, options = {}) =>
  accepted(suspendTerm(term, noon(date), { cause: 'Integrazione', ...options }))

/** Easter by another way than the engine's: the golden number's epact, corrected by century, then the Sunday letter. */
function gaussian(year: number): number {
  const golden = (year % 19) + 1
  const century = Math.floor(year / 100) + 1
  const leaps = Math.floor((3 * century) / 4) - 12
  const moon = Math.floor((8 * century + 5) / 25) - 5
  const sunday = Math.floor((5 * year) / 4) - leaps - 10
  let epact = (((11 * golden + 20 + moon - leaps) % 30) + 30) % 30
  if ((epact === 25 && golden > 11) || epact === 24) epact += 1
  const full = 44 - epact < 21 ? 74 - epact : 44 - epact
  return dayNumber({ year, month: 3, day: 1 }) - 1 + full + 7 - ((sunday + full) % 7)
}

describe('civil dates', () => {
  test('agree with the machine’s calendar on every day from 1900 to 2100', () => {
    const first = dayNumber({ year: 1900, month: 1, day: 1 })
    const last = dayNumber({ year: 2100, month: 12, day: 31 })
    for (let number = first; number <= last; number += 1) {
      const date = new Date(number * 86_400_000)
      const iso = date.toISOString().slice(0, 10)
      if (printDate(number) !== iso || parseDate(iso) !== number || weekday(number) % 7 !== date.getUTCDay()) {
        throw new Error(iso)
      }
    }
    expect(civilDate(0)).toEqual({ year: 1970, month: 1, day: 1 })
  })

  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', 'x', '2026-04-31'])('%s is no date', text => {
    expect(parseDate(text)).toBeNull()
  })
})

describe('Europe/Rome', () => {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Rome',
    dateStyle: 'short',
    timeStyle: 'short',
  })

  test('agrees with the time zone database around midnight and at the changes, every day from 2000 to 2060', () => {
    const first = dayNumber({ year: 2000, month: 1, day: 1 })
    const last = dayNumber({ year: 2060, month: 12, day: 31 })
    for (let number = first; number <= last; number += 1) {
      const start = startOfDay(printDate(number))
      if (parts.format(new Date(start)) !== `${printDate(number)} 00:00`) throw new Error(start)
      const minuteBefore = printInstant((parseInstant(start) ?? 0) - 60_000)
      if (localDate(start) !== printDate(number) || localDate(minuteBefore) !== printDate(number - 1))
        throw new Error(start)
    }
  })

  test.each([
    ['2026-03-29T00:59:59.999Z', 1],
    ['2026-03-29T01:00:00.000Z', 2],
    ['2026-10-25T00:59:59.999Z', 2],
    ['2026-10-25T01:00:00.000Z', 1],
  ])('%s is %i hours ahead', (at, hours) => {
    expect(romeOffsetHours(parseInstant(at) ?? NaN)).toBe(hours)
  })
})

describe('instants', () => {
  test.each([
    ['2026-11-22T09:30:00.000Z', 'P30D', '2026-12-22T09:30:00.000Z'],
    ['2026-01-31T09:30:00.000Z', 'P1M', '2026-02-28T09:30:00.000Z'],
    ['2026-11-22T23:30:00.000Z', 'PT45M', '2026-11-23T00:15:00.000Z'],
    ['2026-11-22T09:30:00.000Z', 'P1Y2W', '2027-12-06T09:30:00.000Z'],
    ['2026-11-22T09:30:00.000Z', '-P1D', '2026-11-21T09:30:00.000Z'],
    ['2026-11-22T09:30:00.000Z', 'PT0.5S', '2026-11-22T09:30:00.500Z'],
  ])('%s + %s', (at, duration, expected) => {
    expect(addDuration(at, duration)).toBe(expected)
  })

  test.each(['P', 'PT', '30D', 'P1S', ''])('%s is no duration', text => {
    expect(() => addDuration('2026-11-22T09:30:00.000Z', text)).toThrow(RangeError)
  })

  test('printing and reading are inverse, offsets included', () => {
    expect(printInstant(parseInstant('2026-11-22T10:30:00+01:00') ?? NaN)).toBe('2026-11-22T09:30:00.000Z')
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 4e12 }), milliseconds => {
        expect(printInstant(milliseconds)).toBe(new Date(milliseconds).toISOString())
        expect(parseInstant(printInstant(milliseconds))).toBe(milliseconds)
      }),
    )
  })
})

describe('legal holidays', () => {
  test.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('Easter of %i', (year, expected) => {
    expect(printDate(easter(year))).toBe(expected)
  })

  test('of 2026, without the Sundays among them', () => {
    expect(holidaysOf(2026)).toEqual([
      '2026-01-01',
      '2026-01-06',
      '2026-04-06',
      '2026-04-25',
      '2026-05-01',
      '2026-06-02',
      '2026-08-15',
      '2026-12-08',
      '2026-12-25',
      '2026-12-26',
    ])
  })

  // Law 151/2025. In 2026 it is a Sunday anyway, so the first term that it moves is one of 2027.
  test('Saint Francis from 2026 on', () => {
    expect(holidaysOf(2025)).not.toContain('2025-10-04')
    expect(holidaysOf(2027)).toContain('2027-10-04')
    expect(termDue(startTerm(aTerm(), noon('2025-09-04')))).toBe('2025-10-04')
    expect(termDue(startTerm(aTerm(), noon('2027-09-04')))).toBe('2027-10-05')
  })

  test('Easter is a Sunday after the first full moon of spring: between 22 March and 25 April, as the church’s tables have it', () => {
    for (let year = 1583; year <= 2600; year += 1) {
      const day = easter(year)
      expect(weekday(day)).toBe(7)
      expect([gaussian(year), printDate(day) >= `${year}-03-22` && printDate(day) <= `${year}-04-25`]).toEqual([
        day,
        true,
      ])
    }
  })
})

describe('due dates', () => {
  test.each<[string, string, Partial<TermDef>, string]>([
    ['the first day does not count', '2026-11-23', {}, '2026-12-23'],
    ['a Sunday moves to Monday', '2026-11-20', {}, '2026-12-21'],
    ['Christmas moves over Saint Stephen and the Sunday', '2026-11-25', {}, '2026-12-28'],
    ['Saturday is no holiday', '2026-11-19', {}, '2026-12-19'],
    ['Easter Monday moves', '2026-03-07', {}, '2026-04-07'],
    ['working days leave out Saturday and holidays', '2026-12-04', { unit: 'working', days: 2 }, '2026-12-09'],
  ])('%s', (_, start, over, due) => {
    expect(termDue(startTerm(aTerm(over), noon(start)))).toBe(due)
  })

  test('the day is that of Rome', () => {
    expect(termDue(startTerm(aTerm({ days: 1 }), '2026-11-23T23:30:00.000Z'))).toBe('2026-11-25')
  })

  test('a patron saint closes the office but moves no legal term, except Rome’s', () => {
    const office = { workingDays: [1, 2, 3, 4, 5], closed: ['06-29'] }
    const start = noon('2026-05-30')
    expect(termDue(startTerm(aTerm(), start, office))).toBe('2026-06-29')
    expect(termDue(startTerm(aTerm(), start, { ...office, legal: ['06-29'] }))).toBe('2026-06-30')
    expect(termDue(startTerm(aTerm({ unit: 'working', days: 1 }), noon('2026-06-26'), office))).toBe('2026-06-30')
  })

  test('the term is exceeded when the day after begins in Rome', () => {
    const term = startTerm(aTerm(), noon('2026-11-23'))
    expect(termFiresAt(term)).toBe('2026-12-23T23:00:00.000Z')
    expect(expireTerm(term, '2026-12-23T22:59:59.999Z')).toEqual({ refused: 'not-running' })
    expect(termView(accepted(expireTerm(term, '2026-12-23T23:00:00.000Z'))).state).toBe('expired')
  })
})

describe('suspension', () => {
  const term = startTerm(aTerm(), noon('2026-11-23'))

  test('stops the clock, and resuming moves the due date', () => {
    const stopped = suspended(term, '2026-11-30')
    expect(termFiresAt(stopped)).toBeNull()
    const again = accepted(resumeTerm(stopped, noon('2026-12-10')))
    expect(termDue(again)).toBe('2027-01-02')
    expect(termView(again).suspensions).toEqual([{ cause: 'Integrazione', from: '2026-11-30', to: '2026-12-10' }])
  })

  test('moves the unadjusted due date by exactly its days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 400 }), (after, length) => {
        const from = addDays('2026-11-23', after)
        if (from > termDue(term)) return
        const again = accepted(resumeTerm(suspended(term, from), noon(addDays(from, length))))
        expect(daysBetween(unadjustedDue(term), unadjustedDue(again))).toBe(length)
      }),
    )
  })

  test('of working days leaves each suspended day out', () => {
    const working = startTerm(aTerm({ unit: 'working', days: 5 }), noon('2026-11-23'))
    const again = accepted(resumeTerm(suspended(working, '2026-11-24'), noon('2026-11-26')))
    expect(termDue(again)).toBe('2026-12-02')
  })

  test('may resume with delay: ten days after the observations (L. 241/1990 art. 10-bis)', () => {
    const stopped = suspended(term, '2026-11-30')
    const again = accepted(resumeTerm(stopped, noon('2026-12-03'), { delayDays: 10 }))
    expect(again.suspensions[0]?.to).toBe('2026-12-13')
    const delayed = startTerm(aTerm({ resumeDelayDays: 10 }), noon('2026-11-23'))
    expect(termDue(accepted(resumeTerm(suspended(delayed, '2026-11-30'), noon('2026-12-03'))))).toBe(termDue(again))
  })

  test('lasts no longer than its cap', () => {
    const stopped = suspended(term, '2026-11-30', { maxDays: 30 })
    expect(unadjustedDue(accepted(resumeTerm(stopped, noon('2027-02-28'))))).toBe('2027-01-22')
  })

  test.each<[string, TermState, string, object, string]>([
    [
      'twice for one cause',
      accepted(resumeTerm(suspended(term, '2026-11-30'), noon('2026-12-01'))),
      '2026-12-02',
      { maxTimes: 1 },
      'too-many-suspensions',
    ],
    ['while it stands', suspended(term, '2026-11-30'), '2026-12-02', {}, 'not-running'],
    ['after its due date', term, '2026-12-24', {}, 'expired'],
    [
      'with no days left',
      accepted(
        resumeTerm(
          suspended(startTerm(aTerm({ maxSuspensionDays: 5 }), noon('2026-11-23')), '2026-11-24'),
          noon('2026-12-10'),
        ),
      ),
      '2026-12-11',
      {},
      'no-days-left',
    ],
    ['when it was met', accepted(meetTerm(term, noon('2026-11-25'))), '2026-11-26', {}, 'not-running'],
    [
      'more often than the term allows',
      accepted(
        resumeTerm(
          suspended(startTerm(aTerm({ maxSuspensions: 1 }), noon('2026-11-23')), '2026-11-24'),
          noon('2026-11-25'),
        ),
      ),
      '2026-11-26',
      { cause: 'Altro' },
      'too-many-suspensions',
    ],
  ])('is refused %s', (_, state, date, options, refused) => {
    expect(suspendTerm(state, noon(date), { cause: 'Integrazione', ...options })).toEqual({ refused })
  })

  test('for another cause has limits of its own', () => {
    const once = accepted(resumeTerm(suspended(term, '2026-11-30', { maxTimes: 1 }), noon('2026-12-01')))
    expect(suspended(once, '2026-12-02', { cause: 'Preavviso di rigetto', maxTimes: 1 }).state).toBe('suspended')
  })

  test('resuming what runs is refused', () => {
    expect(resumeTerm(term, noon('2026-11-30'))).toEqual({ refused: 'not-suspended' })
  })

  test('a meeting or a reset ends it', () => {
    const stopped = suspended(term, '2026-11-30')
    expect(termView(accepted(meetTerm(stopped, noon('2026-12-05'))))).toMatchObject({
      state: 'met',
      metAt: noon('2026-12-05'),
      suspensions: [{ to: '2026-12-05' }],
    })
    const anew = accepted(resetTerm(stopped, noon('2026-12-05')))
    expect(termDue(anew)).toBe('2027-01-04')
  })
})

describe('laws of the clock', () => {
  const begin = dayNumber({ year: 2024, month: 1, day: 1 })
  const day = fc.integer({ min: 0, max: 3650 }).map(offset => printDate(begin + offset))
  const stops = fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 5 }), length: fc.integer({ min: 0, max: 60 }) }),
    { maxLength: 4 },
  )

  /** Stops and resumes one after the other, each stop some days after the last resumption; gives the days of all stops that were allowed. */
  function play(term: TermState, list: { after: number; length: number }[]) {
    let [now, state, stopped] = [localDate(term.startedAt), term, 0]
    for (const { after, length } of list) {
      now = addDays(now, after)
      const result = suspendTerm(state, noon(now), { cause: 'x' })
      if ('refused' in result) continue
      now = addDays(now, length)
      state = accepted(resumeTerm(accepted(result), noon(now)))
      stopped = state.suspensions.reduce((sum, it) => sum + daysBetween(it.from, it.to ?? it.from), 0)
    }
    return { state, stopped }
  }

  test('n days of suspension move the unadjusted date by exactly n days; holidays move it only after that', () => {
    let moved = 0
    fc.assert(
      fc.property(day, fc.integer({ min: 5, max: 120 }), stops, (from, days, list) => {
        const term = startTerm(aTerm({ days }), noon(from))
        const { state, stopped } = play(term, list)
        expect(daysBetween(from, unadjustedDue(state))).toBe(days + stopped)
        const due = dayNumberOf(termDue(state))
        const plain = dayNumberOf(unadjustedDue(state))
        // The first day from there on that is no holiday, and no later one.
        expect(isLegalHoliday(due)).toBe(false)
        for (let at = plain; at < due; at += 1) expect(isLegalHoliday(at)).toBe(true)
        if (stopped > 0 && due > plain) moved += 1
      }),
      { numRuns: 400 },
    )
    expect(moved).toBeGreaterThan(10)
  })

  test('caps and counts hold whatever is tried', () => {
    fc.assert(
      fc.property(day, stops, fc.nat(3), fc.nat(40), (from, list, maxSuspensions, maxSuspensionDays) => {
        const term = startTerm(aTerm({ days: 200, maxSuspensions, maxSuspensionDays }), noon(from))
        const { state, stopped } = play(term, list)
        expect(stopped).toBeLessThanOrEqual(maxSuspensionDays)
        expect(state.suspensions.length).toBeLessThanOrEqual(maxSuspensions)
      }),
    )
  })

  test('a resumption with delay moves the date by its days more', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 40 }), fc.nat(20), (from, length, delayDays) => {
        const stopped = suspended(startTerm(aTerm({ days: 60 }), noon(from)), addDays(from, 3))
        const at = noon(addDays(from, 3 + length))
        const [now, later] = [accepted(resumeTerm(stopped, at)), accepted(resumeTerm(stopped, at, { delayDays }))]
        expect(daysBetween(unadjustedDue(now), unadjustedDue(later))).toBe(delayDays)
      }),
    )
  })

  test('of working days exactly so many lie behind the term, and the due date is one', () => {
    const office = { workingDays: [1, 2, 3, 4, 5, 6], closed: ['09-21', '2026-12-24'] }
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (from, days) => {
        const due = dayNumberOf(unadjustedDue(startTerm(aTerm({ days, unit: 'working' }), noon(from), office)))
        const first = dayNumberOf(from) + 1
        const passed = Array.from({ length: due - first + 1 }, (_, index) => first + index)
        expect(passed.filter(it => isWorkingDay(it, office))).toHaveLength(days)
        expect(isWorkingDay(due, office)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  test('daylight saving moves no date: every hour of a day of Rome gives the same due date, which ends at midnight of Rome', () => {
    const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'short' })
    const changes = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-10-24', '2026-10-25', '2026-10-26']
    fc.assert(
      fc.property(fc.oneof(day, fc.constantFrom(...changes)), fc.integer({ min: 1, max: 250 }), (from, days) => {
        const [begins, ends] = [startOfDay(from), startOfDay(addDays(from, 1))].map(it => parseInstant(it) ?? 0)
        const expected = addDays(from, days)
        for (let at = begins ?? 0; at < (ends ?? 0); at += 3_600_000) {
          const term = startTerm(aTerm({ days }), printInstant(at))
          expect(unadjustedDue(term)).toBe(expected)
          expect(parts.format(new Date(termFiresAt(term) ?? ''))).toBe(`${addDays(termDue(term), 1)} 00:00`)
        }
      }),
      { numRuns: 60 },
    )
  })
})
