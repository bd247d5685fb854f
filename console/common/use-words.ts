import { useLocaleState, useTranslate } from 'react-admin'
import type { Text } from '../../engine/json.ts'
import * as format from '../format.ts'

/** Words, dates and amounts in the language on screen. */
export const useWords = () => {
  const [chosen] = useLocaleState()
  const locale: format.Locale = chosen === 'en' ? 'en' : 'it'
  const t = useTranslate()
  return {
    t,
    locale,
    text: (value: Text | null | undefined) => value?.[locale] ?? '',
    day: (value: string | null) => (value ? format.day(value, locale) : '–'),
    fullDay: (value: string) => format.fullDay(value, locale),
    shortDay: (value: string) => format.shortDay(value, locale),
    weekday: (value: string) => format.weekday(value, locale),
    dayWithDistance: (value: string | null) => (value ? format.dayWithDistance(value, locale, new Date()) : '–'),
    distance: (value: string) => format.distance(value, locale, new Date()),
    moment: (value: string | null) => (value ? format.moment(value, locale, new Date()) : '–'),
    time: (value: string) => format.time(value, locale),
    lasting: (since: string) => format.lasting(since, locale, new Date()),
    euro: (cents: number) => format.euro(cents, locale),
    count: (value: number) => format.count(value, locale),
    size: (bytes: number) => format.size(bytes, locale),
  }
}

export type Words = ReturnType<typeof useWords>
