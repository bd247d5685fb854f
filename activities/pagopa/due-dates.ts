import type { LocalDate } from '../../engine/json.ts'
import { printDate, requireDate, weekday } from '../../engine/terms/civil.ts'
import { isLegalHoliday, type OfficeCalendar } from '../../engine/terms/holidays.ts'

/** A due date that falls on a holiday is the next day that is none; a tax's also moves from a Saturday (DL 70/2011, art. 7 c. 1 l. h). */
export function payableUntil(
  date: LocalDate,
  { isTax, calendar }: { isTax: boolean; calendar?: OfficeCalendar | undefined },
): LocalDate {
  let day = requireDate(date)
  while (isLegalHoliday(day, calendar) || (isTax && weekday(day) === 6)) day += 1
  return printDate(day)
}
