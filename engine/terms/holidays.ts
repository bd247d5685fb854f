import type { LocalDate } from '../json.ts'
import { civilDate, dayNumber, printDate, weekday } from './civil.ts'

/**
 * How an office counts, apart from the law: its working days and its own closures.
 * A patron saint closes the office but moves no legal term; only Rome's does (`legal`).
 */
export type OfficeCalendar = {
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  workingDays: number[]
  /** Days of every year (`09-21`) or of one (`2026-12-24`). */
  closed: string[]
  /** Days of every year that are legal holidays in this town only (`06-29` in Rome). */
  legal?: string[]
}

export const ORDINARY_OFFICE: OfficeCalendar = { workingDays: [1, 2, 3, 4, 5], closed: [] }

/** Law 260/1949 as amended: days of every year. */
const NATIONAL = ['01-01', '01-06', '04-25', '05-01', '06-02', '08-15', '11-01', '12-08', '12-25', '12-26']
/** Saint Francis is a holiday again from 2026 (law 151/2025). */
const SAINT_FRANCIS = { day: '10-04', from: 2026 }

/** Easter Sunday's day number (Gregorian computus, Meeus). */
export function easter(year: number): number {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor((8 * b + 13) / 25)
  const e = (19 * a + b - Math.floor(b / 4) - d + 15) % 30
  const f = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - e - (c % 4)) % 7
  const g = Math.floor((a + 11 * e + 22 * f) / 451)
  const sum = e + f - 7 * g + 114
  return dayNumber({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 })
}

/** Is the day a Sunday or a legal holiday? Saturday is neither. */
export function isLegalHoliday(day: number, calendar: OfficeCalendar = ORDINARY_OFFICE): boolean {
  if (weekday(day) === 7) return true
  const { year } = civilDate(day)
  const monthDay = printDate(day).slice(5)
  if (NATIONAL.includes(monthDay) || calendar.legal?.includes(monthDay)) return true
  if (monthDay === SAINT_FRANCIS.day && year >= SAINT_FRANCIS.from) return true
  return day === easter(year) + 1
}

/** Does the office work on that day? */
export function isWorkingDay(day: number, calendar: OfficeCalendar): boolean {
  const date = printDate(day)
  const closed = calendar.closed.includes(date) || calendar.closed.includes(date.slice(5))
  return calendar.workingDays.includes(weekday(day)) && !closed && !isLegalHoliday(day, calendar)
}

/** The day itself, or the next one that is no legal holiday (a term that ends on a holiday is extended). */
export function afterHolidays(day: number, calendar: OfficeCalendar): number {
  let at = day
  while (isLegalHoliday(at, calendar)) at += 1
  return at
}

/** The legal holidays of a year except Sundays, in order: for tests and calendars on screen. */
export function holidaysOf(year: number): LocalDate[] {
  const first = dayNumber({ year, month: 1, day: 1 })
  const next = dayNumber({ year: year + 1, month: 1, day: 1 })
  const all = Array.from({ length: next - first }, (_, index) => first + index)
  return all.filter(day => weekday(day) !== 7 && isLegalHoliday(day)).map(printDate)
}
