import type { Instant, LocalDate } from '../engine/json.ts'
import { addDays, printDate, requireDate, weekday } from '../engine/terms/civil.ts'
import { easter } from '../engine/terms/holidays.ts'
import { startOfDay } from '../engine/terms/instants.ts'

/** Days of every year on which no bank transfer is settled (TARGET calendar of the ECB). */
const closedEveryYear = ['01-01', '05-01', '12-25', '12-26']

/** Is money moved between banks on that day? */
export function isBankDay(date: LocalDate): boolean {
  const day = requireDate(date)
  if (weekday(day) > 5 || closedEveryYear.includes(date.slice(5))) return false
  const sunday = easter(Number(date.slice(0, 4)))
  return day !== sunday - 2 && day !== sunday + 1
}

/** The date `count` bank days after `date`. */
export function bankDaysAfter(date: LocalDate, count: number): LocalDate {
  let day = requireDate(date)
  for (let left = count; left > 0;) if (isBankDay(printDate(++day))) left -= 1
  return printDate(day)
}

/** The instant from which something awaited since `date` is late: when, in Italy, the last of `count` bank days is over. */
export const lateFrom = (date: LocalDate, count: number): Instant => startOfDay(addDays(bankDaysAfter(date, count), 1))
