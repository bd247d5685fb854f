import { addMonths, civilDate, pad, parseDate, printDate } from '../terms/civil.ts'
import { parseDuration } from '../terms/instants.ts'

const DAY = 86_400_000
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?$/

/** A date, as its day number. */
export class Day {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
}

/** A time of day in milliseconds, with minutes of offset when one was written. */
export class Time {
  readonly milliseconds: number
  readonly offset: number | null
  constructor(milliseconds: number, offset: number | null) {
    this.milliseconds = milliseconds
    this.offset = offset
  }
}

/** Local date and time as milliseconds, with minutes of offset when one was written. */
export class DateTime {
  readonly local: number
  readonly offset: number | null
  constructor(local: number, offset: number | null) {
    this.local = local
    this.offset = offset
  }
}

/** A duration of days and time, in milliseconds. */
export class Days {
  readonly milliseconds: number
  constructor(milliseconds: number) {
    this.milliseconds = milliseconds
  }
}

/** A duration of years and months, in months. */
export class Months {
  readonly months: number
  constructor(months: number) {
    this.months = months
  }
}

export type Temporal = Day | Time | DateTime | Days | Months

export function readDay(text: string): Day | null {
  const number = parseDate(text)
  return number === null ? null : new Day(number)
}

export function readTime(text: string): Time | null {
  const match = TIME.exec(text)
  if (!match) return null
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)]
  if (hours > 23 || minutes > 59 || seconds > 59) return null
  const thousandths = Number((match[4] ?? '0').padEnd(3, '0').slice(0, 3))
  return new Time((hours * 60 + minutes) * 60_000 + seconds * 1000 + thousandths, readOffset(match[5]))
}

export function readDateTime(text: string): DateTime | null {
  const cut = text.indexOf('T')
  const day = parseDate(cut < 0 ? text : text.slice(0, cut))
  if (day === null) return null
  const time = cut < 0 ? new Time(0, null) : readTime(text.slice(cut + 1))
  return time ? new DateTime(day * DAY + time.milliseconds, time.offset) : null
}

/** `P1Y2M` is months, `P1DT2H` days and time; a mixture is no FEEL duration. */
export function readDuration(text: string): Days | Months | null {
  const duration = parseDuration(text)
  if (!duration) return null
  const calendar = /^-?P[^T]*[YM]/.test(text)
  if (!calendar) return new Days(duration.milliseconds)
  return duration.milliseconds === 0 ? new Months(duration.months) : null
}

/** What stands in `@"…"`. */
export function readTemporal(text: string): Temporal | null {
  return readDay(text) ?? readTime(text) ?? (text.includes('T') ? readDateTime(text) : null) ?? readDuration(text)
}

/** Reads a text as the kind of temporal that it stands beside. */
export function readLike(text: string, other: Temporal): Temporal | null {
  if (other instanceof Day) return readDay(text)
  if (other instanceof Time) return readTime(text)
  if (other instanceof DateTime) return readDateTime(text)
  return readDuration(text)
}

/** Negative, zero or positive; null for different kinds. Only equality asks two local times with and without offset. */
export function compareTemporals(a: Temporal, b: Temporal, equality: boolean): number | null {
  if (a instanceof Day && b instanceof Day) return a.number - b.number
  if (a instanceof Days && b instanceof Days) return a.milliseconds - b.milliseconds
  if (a instanceof Months && b instanceof Months) return a.months - b.months
  const both = (a instanceof DateTime && b instanceof DateTime) || (a instanceof Time && b instanceof Time)
  if (!both) return null
  if ((a.offset === null) !== (b.offset === null)) return equality ? 1 : null
  return instantOf(a) - instantOf(b)
}

/** Adds a duration (times `sign`) to a temporal; null where FEEL has no sum. */
export function addTemporals(a: Temporal, b: Temporal, sign: 1 | -1): Temporal | null {
  if (a instanceof Days && b instanceof Days) return new Days(a.milliseconds + sign * b.milliseconds)
  if (a instanceof Months && b instanceof Months) return new Months(a.months + sign * b.months)
  if (a instanceof Months || a instanceof Days) return sign === 1 && !isDuration(b) ? addTemporals(b, a, 1) : null
  if (b instanceof Months) return addCalendarMonths(a, sign * b.months)
  if (!(b instanceof Days)) return sign === -1 ? difference(a, b) : null
  if (a instanceof Day) return new Day(Math.floor((a.number * DAY + sign * b.milliseconds) / DAY))
  if (a instanceof DateTime) return new DateTime(a.local + sign * b.milliseconds, a.offset)
  return new Time((((a.milliseconds + sign * b.milliseconds) % DAY) + DAY) % DAY, a.offset)
}

/** Whole months between two dates, negative backwards: the day of the month counts. */
export function monthsBetween(from: Day, to: Day): Months {
  if (to.number < from.number) return new Months(-monthsBetween(to, from).months + 0)
  const [a, b] = [civilDate(from.number), civilDate(to.number)]
  return new Months((b.year - a.year) * 12 + (b.month - a.month) - (b.day < a.day ? 1 : 0))
}

export function dayOf(value: DateTime): Day {
  return new Day(Math.floor(value.local / DAY))
}

export function timeOf(value: DateTime): Time {
  return new Time(value.local - Math.floor(value.local / DAY) * DAY, value.offset)
}

export function dateTimeOf(day: Day, time: Time): DateTime {
  return new DateTime(day.number * DAY + time.milliseconds, time.offset)
}

export function dayFrom(year: number, month: number, day: number): Day | null {
  return readDay(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`)
}

export function printTemporal(value: Temporal): string {
  if (value instanceof Day) return printDate(value.number)
  if (value instanceof Time) return printTime(value.milliseconds) + printOffset(value.offset)
  if (value instanceof DateTime) {
    const time = timeOf(value)
    return `${printDate(dayOf(value).number)}T${printTime(time.milliseconds)}${printOffset(value.offset)}`
  }
  return value instanceof Months ? printMonths(value.months) : printDays(value.milliseconds)
}

function isDuration(value: Temporal): value is Days | Months {
  return value instanceof Days || value instanceof Months
}

function instantOf(value: DateTime | Time): number {
  const local = value instanceof DateTime ? value.local : value.milliseconds
  return local - (value.offset ?? 0) * 60_000
}

function difference(a: Day | Time | DateTime, b: Day | Time | DateTime): Days | null {
  if (a instanceof Day && b instanceof Day) return new Days((a.number - b.number) * DAY)
  const order = compareTemporals(a, b, false)
  return order === null ? null : new Days(order)
}

function addCalendarMonths(a: Day | Time | DateTime, months: number): Temporal | null {
  if (a instanceof Day) return new Day(addMonths(a.number, months))
  if (a instanceof Time) return null
  const day = Math.floor(a.local / DAY)
  return new DateTime(addMonths(day, months) * DAY + (a.local - day * DAY), a.offset)
}

function readOffset(text: string | undefined): number | null {
  if (text === undefined) return null
  if (text === 'Z') return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6))
  return text.startsWith('-') ? -minutes : minutes
}

function printOffset(offset: number | null): string {
  if (offset === null) return ''
  if (offset === 0) return 'Z'
  const minutes = Math.abs(offset)
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`
}

function printTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const text = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`
  return milliseconds % 1000 === 0 ? text : `${text}.${pad(milliseconds % 1000, 3)}`
}

function printMonths(months: number): string {
  const [years, rest] = [Math.floor(Math.abs(months) / 12), Math.abs(months) % 12]
  const parts = (years > 0 ? `${years}Y` : '') + (rest > 0 || years === 0 ? `${rest}M` : '')
  return `${months < 0 ? '-' : ''}P${parts}`
}

function printDays(milliseconds: number): string {
  const total = Math.abs(milliseconds)
  const days = Math.floor(total / DAY)
  const seconds = Math.floor((total % DAY) / 1000)
  const units: [number, string][] = [
    [Math.floor(seconds / 3600), 'H'],
    [Math.floor(seconds / 60) % 60, 'M'],
  ]
  const thousandths = total % 1000
  const rest = seconds % 60
  const time = units.map(([value, unit]) => (value > 0 ? `${value}${unit}` : '')).join('')
  const second = thousandths > 0 ? `${rest}.${pad(thousandths, 3)}S` : rest > 0 ? `${rest}S` : ''
  const clock = time + second === '' ? '' : `T${time}${second}`
  if (days === 0 && clock === '') return 'PT0S'
  return `${milliseconds < 0 ? '-' : ''}P${days > 0 ? `${days}D` : ''}${clock}`
}
