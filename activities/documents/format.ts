import type { LocalDate } from '../../engine/json.ts'

/** `2026-11-22` as an Italian reader writes it: `22/11/2026`. */
export function printedDate(date: LocalDate): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return `${day}/${month}/${year}`
}

/** `123450` as `1.234,50 €`. Done on the digits: no rounding. */
export function printedMoney(cents: number): string {
  const digits = Math.abs(cents).toString().padStart(3, '0')
  const euros = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, '.')
  return `${cents < 0 ? '-' : ''}${euros},${digits.slice(-2)} €`
}

const weekdays: Record<string, string> = {
  mon: 'lunedì',
  tue: 'martedì',
  wed: 'mercoledì',
  thu: 'giovedì',
  fri: 'venerdì',
  sat: 'sabato',
}

export function printedDays(days: readonly string[]): string {
  return days.map(day => weekdays[day] ?? day).join(', ')
}

/** The date in Europe/Rome of an instant: the one that counts in law. */
export function romeDate(instant: string): LocalDate {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format(new Date(instant))
}
