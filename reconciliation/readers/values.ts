import type { Instant, LocalDate } from '../../engine/json.ts'
import { parseDate } from '../../engine/terms/civil.ts'
import { parseInstant, printInstant, romeOffsetHours } from '../../engine/terms/instants.ts'
import type { Child, Shape } from './structure.ts'

/** Forms of values as the official schemas give them, and what they are read as. */

/** xs:date: a zone may follow, and says nothing about a day. */
const dateForm = /^\d{4}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)?$/
const dateTimeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/
const hour = 3_600_000
const largestCents = 99_999_999_999

export const leaf = (reads: (text: string) => boolean, expected: string): Shape => ({ type: 'leaf', reads, expected })
export const group = (...children: Child[]): Shape => ({ type: 'group', children })
export const skip: Shape = { type: 'skip' }

export const one = (name: string, shape: Shape): Child => ({ name, shape, min: 1, max: 1 })
export const optional = (name: string, shape: Shape, max = 1): Child => ({ name, shape, min: 0, max })
export const rows = (name: string, min: 0 | 1, ...children: Child[]): Child => ({
  name,
  shape: group(...children),
  min,
  max: Number.POSITIVE_INFINITY,
  isRow: true,
})

export const words = (shortest: number, longest: number): Shape =>
  leaf(
    text => text.length >= shortest && text.length <= longest,
    longest === Number.POSITIVE_INFINITY ? `almeno ${shortest} caratteri` : `da ${shortest} a ${longest} caratteri`,
  )
export const pattern = (form: RegExp, expected: string): Shape => leaf(text => form.test(text), expected)
export const oneOf = (...values: string[]): Shape => leaf(text => values.includes(text), values.join(', '))
export const date: Shape = leaf(isDate, 'una data aaaa-mm-gg')
export const dateTime: Shape = leaf(text => instantOf(text) !== null, 'una data con ora aaaa-mm-ggThh:mm:ss')
export const whole = (least: number, most: number): Shape =>
  leaf(
    text => /^\+?\d{1,18}$/.test(text) && Number(text) >= least && Number(text) <= most,
    `un numero da ${least} a ${most}`,
  )
/** `\d+\.\d{2}`, as pagoPA writes amounts. */
export const amount = (leastCents: number): Shape =>
  leaf(
    text => /^\d{1,12}\.\d{2}$/.test(text) && centsOf(text) >= leastCents && centsOf(text) <= largestCents,
    `un importo come 12.50${leastCents > 0 ? ', maggiore di zero' : ''}`,
  )

/** Decimal euros to cents by their digits, never through a floating point number. */
export function centsOf(text: string): number {
  const [, sign = '', euros = '0', decimals = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? []
  const cents = Number(euros === '' ? 0 : euros) * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'))
  return sign === '-' ? -cents : cents
}

export function isDate(text: string): boolean {
  return dateForm.test(text) && parseDate(text.slice(0, 10)) !== null
}

export const dateOf = (text: string): LocalDate => text.slice(0, 10)

/** A date-time without offset is Italian time. Null when it is none. */
export function instantOf(text: string): Instant | null {
  const form = dateTimeForm.exec(text)
  if (form === null) return null
  if (form[1] !== undefined) {
    const exact = parseInstant(text)
    return exact === null ? null : printInstant(exact)
  }
  const written = parseInstant(`${text}Z`)
  if (written === null) return null
  const summer = written - 2 * hour
  return printInstant(romeOffsetHours(summer) === 2 ? summer : written - hour)
}
