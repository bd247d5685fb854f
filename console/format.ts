export type Locale = 'it' | 'en'

const zone = 'Europe/Rome'
const dayMilliseconds = 86_400_000

/** Instants and dates of law (`YYYY-MM-DD`) both occur; a date is read at noon, so that no time zone moves it. */
const toDate = (value: string) => new Date(value.length === 10 ? `${value}T12:00:00Z` : value)

const formats = new Map<string, Intl.DateTimeFormat>()
const formatOf = (locale: string, options: Intl.DateTimeFormatOptions) => {
  const key = locale + JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })
  formats.set(key, known)
  return known
}

const tag = (locale: Locale) => (locale === 'it' ? 'it-IT' : 'en-GB')

/** The date in Rome, `YYYY-MM-DD`. */
export const romeDate = (value: string) =>
  formatOf('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(toDate(value))

/** Whole days from now to the value, by the calendar in Rome: 0 is today, -1 yesterday. */
export const daysFrom = (value: string, now: Date) =>
  Math.round((Date.parse(romeDate(value)) - Date.parse(romeDate(now.toISOString()))) / dayMilliseconds)

/** "3 dic 2026" */
export const day = (value: string, locale: Locale) =>
  formatOf(tag(locale), { day: 'numeric', month: 'short', year: 'numeric' }).format(toDate(value))

/** "3 dic" */
export const shortDay = (value: string, locale: Locale) =>
  formatOf(tag(locale), { day: 'numeric', month: 'short' }).format(toDate(value))

/** "gio 3 dic" */
export const weekday = (value: string, locale: Locale) =>
  formatOf(tag(locale), { weekday: 'short', day: 'numeric', month: 'short' }).format(toDate(value))

/** "giovedì 3 dicembre 2026" */
export const longDay = (value: string, locale: Locale) =>
  formatOf(tag(locale), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .format(toDate(value))
    // Versions of ICU differ in the comma after the weekday.
    .replace(',', '')

/** "30 giugno 2027" */
export const fullDay = (value: string, locale: Locale) =>
  formatOf(tag(locale), { day: 'numeric', month: 'long', year: 'numeric' }).format(toDate(value))

/** "10:42" */
export const time = (value: string, locale: Locale) =>
  formatOf(tag(locale), { hour: '2-digit', minute: '2-digit' }).format(toDate(value))

/** "tra 6 giorni", "domani", "ieri", "2 giorni fa" */
export const distance = (value: string, locale: Locale, now: Date) =>
  new Intl.RelativeTimeFormat(tag(locale), { numeric: 'auto' }).format(daysFrom(value, now), 'day')

/** "3 dic 2026 (tra 6 giorni)" */
export const dayWithDistance = (value: string, locale: Locale, now: Date) =>
  `${day(value, locale)} (${distance(value, locale, now)})`

/** "oggi 08:10", "20 nov 11:32", with the year when it is another one. */
export const moment = (value: string, locale: Locale, now: Date) => {
  const days = daysFrom(value, now)
  if (days === 0 || days === -1) return `${distance(value, locale, now)} ${time(value, locale)}`
  const sameYear = romeDate(value).slice(0, 4) === romeDate(now.toISOString()).slice(0, 4)
  return `${sameYear ? shortDay(value, locale) : day(value, locale)} ${time(value, locale)}`
}

const units = [
  { unit: 'day', milliseconds: dayMilliseconds },
  { unit: 'hour', milliseconds: 3_600_000 },
  { unit: 'minute', milliseconds: 60_000 },
] as const

/** How long it has lasted: "2 giorni", "3 ore", "meno di un minuto". */
export const lasting = (since: string, locale: Locale, now: Date) => {
  const elapsed = Math.max(0, now.getTime() - toDate(since).getTime())
  const found = units.find(({ milliseconds }) => elapsed >= milliseconds)
  if (!found) return locale === 'it' ? 'meno di un minuto' : 'less than a minute'
  const count = Math.floor(elapsed / found.milliseconds)
  return new Intl.NumberFormat(tag(locale), { style: 'unit', unit: found.unit, unitDisplay: 'long' }).format(count)
}

/** Cents to "64,50 €". */
export const euro = (cents: number, locale: Locale) =>
  new Intl.NumberFormat(tag(locale), { style: 'currency', currency: 'EUR', useGrouping: 'always' }).format(cents / 100)

export const count = (value: number, locale: Locale) =>
  new Intl.NumberFormat(tag(locale), { useGrouping: 'always' }).format(value)

/** Bytes to "184 kB". */
export const size = (bytes: number, locale: Locale) => {
  const [value, unit] = bytes < 1_000_000 ? [Math.max(1, Math.round(bytes / 1000)), 'kB'] : [bytes / 1_000_000, 'MB']
  return `${new Intl.NumberFormat(tag(locale), { maximumFractionDigits: 1 }).format(Number(value))} ${unit}`
}

/** "64,50" or "64.5" typed by a person, as cents; null when it is no amount. */
export const toCents = (typed: string): number | null => {
  const plain = typed
    .replace(/[€\s]/g, '')
    .replace(/\.(?=\d{3}(\D|$))/g, '')
    .replace(',', '.')
  return /^-?\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null
}
