import { eq, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { parseDate, printDate } from '../../../engine/terms/civil.ts'
import { paymentFlow } from '../../schema/flows.ts'

/** Reports by what a person has of them: a part of the id or of the transfer's number, the total in euros, the day of the transfer. */
export function flowSays(words: string): SQL | undefined {
  const part = `%${words
    .replaceAll(/\s/g, '')
    .toUpperCase()
    .replaceAll(/[%_\\]/g, '\\$&')}%`
  const day = dayOf(words)
  const cents = centsOf(words)
  return or(
    sql`${paymentFlow.flowKey} like ${part}`,
    sql`upper(${paymentFlow.regulationId}) like ${part}`,
    day === null ? undefined : eq(paymentFlow.regulationOn, day),
    cents === null ? undefined : eq(paymentFlow.totalCents, cents),
  )
}

/** `20/11/2026` and `2026-11-20`. */
export function dayOf(words: string): string | null {
  const [, day = '', month = '', year = ''] = /^\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})\s*$/.exec(words) ?? []
  const text = year === '' ? words.trim() : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = parseDate(text)
  return date === null ? null : printDate(date)
}

/** `1.234,50`, `1234,5` and `€ 1234.50`; thousands without decimals only with their points, as `1.234`. */
export function centsOf(words: string): number | null {
  const text = words.replaceAll(/[€\s]/g, '')
  const [, whole, rest = ''] =
    /^(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:,(\d{1,2}))?$/.exec(text) ?? /^(\d{1,9})\.(\d{1,2})$/.exec(text) ?? []
  return whole === undefined ? null : Number(whole.replaceAll('.', '')) * 100 + Number(rest.padEnd(2, '0'))
}
