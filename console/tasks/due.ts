import { daysFrom, day, type Locale, time, weekday } from '../format.ts'

interface Due {
  words: string
  tone: 'late' | 'soon' | ''
}

/** When a task must be done, in words: "scaduta ieri", "entro le 18:00", "ven 27 nov". */
export const dueOf = ({ due }: { due: string | null }, locale: Locale, now: Date): Due => {
  if (!due) return { words: '', tone: '' }
  const days = daysFrom(due, now)
  const words = wordings[locale]
  if (days < 0) return { words: words.late(-days), tone: 'late' }
  const isInstant = due.length > 10
  if (isInstant && new Date(due) < now) return { words: words.lateToday(time(due, locale)), tone: 'late' }
  if (days === 0)
    return { words: isEndOfDay(due, locale) ? words.today : words.todayAt(time(due, locale)), tone: 'soon' }
  if (days === 1) return { words: words.tomorrow, tone: 'soon' }
  return { words: days < 7 ? weekday(due, locale) : day(due, locale), tone: '' }
}

/** A date, or the last minute of one: no hour is said. */
const isEndOfDay = (due: string, locale: Locale) => due.length === 10 || ['23:59', '00:00'].includes(time(due, locale))

const wordings = {
  it: {
    late: (days: number) => (days === 1 ? 'scaduta ieri' : `scaduta da ${days} giorni`),
    lateToday: (at: string) => `scaduta alle ${at}`,
    today: 'entro oggi',
    todayAt: (at: string) => `entro le ${at}`,
    tomorrow: 'entro domani',
  },
  en: {
    late: (days: number) => (days === 1 ? 'overdue since yesterday' : `${days} days overdue`),
    lateToday: (at: string) => `overdue since ${at}`,
    today: 'due today',
    todayAt: (at: string) => `by ${at}`,
    tomorrow: 'due tomorrow',
  },
}
