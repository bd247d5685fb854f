import { civilDate, weekday } from '../terms/civil.ts'
import { DateTime, Day, Months, Time, dayOf, timeOf } from './temporal.ts'
import type { Days, Temporal } from './temporal.ts'

const HOUR = 3_600_000

/** `date.year`, `time.hour`, `duration.days`…; null for what the value does not have. */
export function propertyOf(value: Temporal, name: string): number | null {
  if (value instanceof Day) return ofDay(value, name)
  if (value instanceof Time) return ofTime(value.milliseconds, name)
  if (value instanceof DateTime) return ofDay(dayOf(value), name) ?? ofTime(timeOf(value).milliseconds, name)
  return value instanceof Months ? ofMonths(value, name) : ofDays(value, name)
}

function ofDay(day: Day, name: string): number | null {
  if (name === 'weekday') return weekday(day.number)
  const date = civilDate(day.number)
  return name === 'year' || name === 'month' || name === 'day' ? date[name] : null
}

function ofTime(milliseconds: number, name: string): number | null {
  if (name === 'hour') return Math.floor(milliseconds / HOUR)
  if (name === 'minute') return Math.floor(milliseconds / 60_000) % 60
  return name === 'second' ? Math.floor(milliseconds / 1000) % 60 : null
}

function ofMonths({ months }: Months, name: string): number | null {
  if (name === 'years') return Math.trunc(months / 12) + 0
  return name === 'months' ? (months % 12) + 0 : null
}

function ofDays({ milliseconds }: Days, name: string): number | null {
  if (name === 'days') return Math.trunc(milliseconds / (24 * HOUR)) + 0
  if (name === 'hours') return (Math.trunc(milliseconds / HOUR) % 24) + 0
  if (name === 'minutes') return (Math.trunc(milliseconds / 60_000) % 60) + 0
  return name === 'seconds' ? (Math.trunc(milliseconds / 1000) % 60) + 0 : null
}
