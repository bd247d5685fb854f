import type { LocalDate } from '../json.ts'

/**
 * Dates of the Gregorian calendar as integers: day 0 is 1970-01-01, a Thursday.
 * Written with integers because the core must not know the runtime's `Date` (its clock and its time zone).
 */
export interface CivilDate {
  year: number
  month: number
  day: number
}

const DATE = /^(-?\d{4})-(\d{2})-(\d{2})$/

/** Days in 400 Gregorian years. */
const ERA = 146_097

/** The day number of a date; months beyond 1..12 are not accepted here. */
export function dayNumber({ year, month, day }: CivilDate): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * ERA + dayOfEra - 719_468
}

/** The date of a day number. */
export function civilDate(number: number): CivilDate {
  const z = number + 719_468
  const era = Math.floor(z / ERA)
  const dayOfEra = z - era * ERA
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** ISO weekday of a day number: 1 Monday to 7 Sunday. */
export function weekday(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1
}

/** The day number of `YYYY-MM-DD`, or null when the text is no date of the calendar. */
export function parseDate(text: string): number | null {
  const match = DATE.exec(text)
  if (!match) return null
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
  if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > daysInMonth(date.year, date.month)) return null
  return dayNumber(date)
}

/** `YYYY-MM-DD` of a day number. */
export function printDate(number: number): LocalDate {
  const { year, month, day } = civilDate(number)
  const sign = year < 0 ? '-' : ''
  return `${sign}${pad(Math.abs(year), 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

/** Adds months; a day that the target month lacks becomes that month's last (31 January + 1 month = 28 or 29 February). */
export function addMonths(number: number, months: number): number {
  const { year, month, day } = civilDate(number)
  const total = year * 12 + (month - 1) + months
  const target = { year: Math.floor(total / 12), month: total - Math.floor(total / 12) * 12 + 1 }
  return dayNumber({ ...target, day: Math.min(day, daysInMonth(target.year, target.month)) })
}

/** Adds days to a date of law. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return printDate(requireDate(date) + days)
}

/** Whole days from one date to another; negative when `to` comes first. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return requireDate(to) - requireDate(from)
}

/** The day number of a date that is known to be valid; a defect otherwise. */
export function requireDate(date: LocalDate): number {
  const number = parseDate(date)
  if (number === null) throw new RangeError(`not a date: ${date}`)
  return number
}

export function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
