import { addDays, requireDate, weekday } from '../../engine/terms/civil.ts'
import type { LocalDate } from '../../engine/json.ts'

export interface Week {
  from: LocalDate
  to: LocalDate
}

/** This week from today on, then whole weeks from Monday to Sunday; `monday` is this week's. */
export function weeksFrom(today: LocalDate, count: number): { monday: LocalDate; weeks: Week[] } {
  const monday = addDays(today, 1 - weekday(requireDate(today)))
  const weeks = Array.from({ length: count }, (_, index) => ({
    from: index === 0 ? today : addDays(monday, index * 7),
    to: addDays(monday, index * 7 + 6),
  }))
  return { monday, weeks }
}
