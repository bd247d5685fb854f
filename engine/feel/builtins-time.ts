import { civilDate, weekday } from '../terms/civil.ts'
import { ORDINARY_OFFICE, afterHolidays } from '../terms/holidays.ts'
import { localDate, parseInstant, printInstant } from '../terms/instants.ts'
import type { Builtins, Clock } from './builtins.ts'
import { FeelError } from './error.ts'
import {
  DateTime,
  Day,
  Time,
  dateTimeOf,
  dayFrom,
  dayOf,
  monthsBetween,
  printTemporal,
  readDateTime,
  readDay,
  readDuration,
  readTime,
  timeOf,
} from './temporal.ts'
import type { Value } from './value.ts'
import { decimalOf } from './value.ts'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const MONTHS = 'January February March April May June July August September October November December'.split(' ')

export const timeBuiltins: Builtins = {
  date: { params: ['from', 'month?', 'day?'], run: args => toDate(args) },
  time: { params: ['from'], run: ([from]) => toTime(from ?? null) },
  'date and time': { params: ['date', 'time?'], run: ([date, time]) => toDateTime(date ?? null, time) },
  duration: { params: ['from'], run: ([text]) => (typeof text === 'string' ? readDuration(text) : null) },
  'years and months duration': {
    params: ['from', 'to'],
    run: ([from, to]) => {
      const [a, b] = [toDay(from ?? null), toDay(to ?? null)]
      return a && b ? monthsBetween(a, b) : null
    },
  },
  now: { params: [], run: (_, clock) => readDateTime(required(clock, clock.now)) },
  today: { params: [], run: (_, clock) => readDay(required(clock, clock.today)) },
  /** Ours: the date of law (Europe/Rome) of an instant, which its UTC date is not around midnight. */
  'local date': { params: ['instant'], run: ([instant]) => toLocalDate(instant ?? null) },
  /** Ours: where a term that ends on a legal holiday really ends. */
  'after holidays': {
    params: ['date'],
    run: ([date]) => ofDay(date, day => new Day(afterHolidays(day.number, ORDINARY_OFFICE))),
  },
  'day of week': { params: ['date'], run: ([date]) => ofDay(date, day => WEEKDAYS[weekday(day.number) - 1] ?? null) },
  'month of year': {
    params: ['date'],
    run: ([date]) => ofDay(date, day => MONTHS[civilDate(day.number).month - 1] ?? null),
  },
  'day of year': {
    params: ['date'],
    run: ([date]) =>
      ofDay(date, day => {
        const first = dayFrom(civilDate(day.number).year, 1, 1)
        return first ? day.number - first.number + 1 : null
      }),
  },
}

function required(clock: Clock, value: string | null): string {
  const known = value ?? (clock.now === null ? null : localDate(clock.now))
  if (known !== null) return known
  throw new FeelError({
    it: 'Qui l’espressione non può chiedere che ora è.',
    en: 'The expression cannot ask for the time here.',
  })
}

function toDate([from, month, day]: Value[]): Value {
  if (month === undefined) return toDay(from ?? null)
  const [y, m, d] = [from, month, day].map(part => decimalOf(part ?? null))
  if (!y || !m || !d || y.scale + m.scale + d.scale !== 0) return null
  return dayFrom(Number(y.digits), Number(m.digits), Number(d.digits))
}

function toDay(from: Value): Day | null {
  if (typeof from === 'string') return readDay(from) ?? (from.includes('T') ? toDay(readDateTime(from)) : null)
  if (from instanceof DateTime) return dayOf(from)
  return from instanceof Day ? from : null
}

function toTime(from: Value): Value {
  if (typeof from === 'string') return readTime(from)
  if (from instanceof DateTime) return timeOf(from)
  return from instanceof Time ? from : null
}

function toDateTime(date: Value, time: Value | undefined): Value {
  if (time === undefined) return typeof date === 'string' ? readDateTime(date) : null
  const day = toDay(date)
  return day && time instanceof Time ? dateTimeOf(day, time) : null
}

function toLocalDate(instant: Value): Value {
  const text = instant instanceof DateTime ? printTemporal(instant) : instant
  const milliseconds = typeof text === 'string' ? parseInstant(text) : null
  return milliseconds === null ? null : readDay(localDate(printInstant(milliseconds)))
}

function ofDay(date: Value | undefined, read: (day: Day) => Value): Value {
  const day = toDay(date ?? null)
  return day ? read(day) : null
}
