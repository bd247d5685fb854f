import type { Instant, LocalDate } from '../json.ts'
import {
  civilDate,
  daysInMonth,
  dayNumber,
  addMonths,
  pad,
  parseDate,
  printDate,
  requireDate,
  weekday,
} from './civil.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
const INSTANT = /^(-?\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/
const DURATION =
  /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,9}))?S)?)?$/

/** A duration of ISO 8601: months are calendar months, the rest is exact time. */
export interface Duration {
  months: number
  milliseconds: number
}

/** Milliseconds since 1970 UTC of an ISO 8601 instant with `Z` or an offset, or null. */
export function parseInstant(text: string): number | null {
  const match = INSTANT.exec(text)
  const day = match ? parseDate(match[1] ?? '') : null
  if (!match || day === null) return null
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
  const [offsetHours, offsetMinutes] = [Number(match[7] ?? 0), Number(match[8] ?? 0)]
  if (hours > 23 || minutes > 59 || seconds > 59 || offsetHours > 23 || offsetMinutes > 59) return null
  const offset = (offsetHours * 60 + offsetMinutes) * (match[6] === '-' ? -1 : 1)
  return day * DAY + (hours * 60 + minutes - offset) * 60_000 + seconds * 1000 + fraction(match[5])
}

/** The canonical form of an instant, `2026-11-22T09:30:00.000Z`: it sorts as text. */
export function printInstant(milliseconds: number): Instant {
  const day = Math.floor(milliseconds / DAY)
  return `${printDate(day)}T${printTime(milliseconds - day * DAY)}Z`
}

/** Milliseconds of an instant that is known to be valid; a defect otherwise. */
export function requireInstant(at: Instant): number {
  const milliseconds = parseInstant(at)
  if (milliseconds === null) throw new RangeError(`not an instant: ${at}`)
  return milliseconds
}

/** Reads an ISO 8601 duration (`P30D`, `PT2H`, `P1M`, also negative), or null. */
export function parseDuration(text: string): Duration | null {
  const match = DURATION.exec(text)
  if (!match || text.endsWith('P') || text.endsWith('T')) return null
  const [years, months, weeks, days, hours, minutes, seconds] = [2, 3, 4, 5, 6, 7, 8].map(i => Number(match[i] ?? 0))
  const sign = match[1] ? -1 : 1
  const wholeDays = (weeks ?? 0) * 7 + (days ?? 0)
  const time = ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000 + (seconds ?? 0) * 1000 + fraction(match[9])
  // `+ 0` turns the -0 of a negative empty part into 0, which JSON cannot tell apart.
  return { months: sign * ((years ?? 0) * 12 + (months ?? 0)) + 0, milliseconds: sign * (wholeDays * DAY + time) + 0 }
}

/**
 * Adds an ISO 8601 duration to an instant. Days are exact (24 hours); months keep the time of day in UTC.
 * Throws RangeError when the text is no duration: the compiler has checked it before.
 */
export function addDuration(at: Instant, iso8601: string): Instant {
  const duration = parseDuration(iso8601)
  if (!duration) throw new RangeError(`not a duration: ${iso8601}`)
  const milliseconds = requireInstant(at)
  const day = Math.floor(milliseconds / DAY)
  const moved = duration.months === 0 ? day : addMonths(day, duration.months)
  return printInstant(moved * DAY + (milliseconds - day * DAY) + duration.milliseconds)
}

/** Hours that Europe/Rome is ahead of UTC at an instant: 2 from the last Sunday of March to the last of October at 01:00 UTC, else 1. */
export function romeOffsetHours(milliseconds: number): number {
  const { year } = civilDate(Math.floor(milliseconds / DAY))
  const begins = lastSunday(year, 3) * DAY + HOUR
  const ends = lastSunday(year, 10) * DAY + HOUR
  return milliseconds >= begins && milliseconds < ends ? 2 : 1
}

/** The date in Europe/Rome at an instant: the date of law. */
export function localDate(at: Instant): LocalDate {
  const milliseconds = requireInstant(at)
  return printDate(Math.floor((milliseconds + romeOffsetHours(milliseconds) * HOUR) / DAY))
}

/** The instant at which a date begins in Europe/Rome (the clock never changes at midnight there). */
export function startOfDay(date: LocalDate): Instant {
  const midnight = requireDate(date) * DAY
  return printInstant(midnight - romeOffsetHours(midnight - 2 * HOUR) * HOUR)
}

/** `HH:MM:SS.mmm` of milliseconds within a day. */
function printTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds % 60, 2)}.${pad(milliseconds % 1000, 3)}`
}

/** Milliseconds of the digits after the point; what is finer than a millisecond is cut off. */
function fraction(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.padEnd(3, '0').slice(0, 3))
}

function lastSunday(year: number, month: number): number {
  const last = dayNumber({ year, month, day: daysInMonth(year, month) })
  return last - (weekday(last) % 7)
}
