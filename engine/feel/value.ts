import type { Json } from '../json.ts'
import { printInstant } from '../terms/instants.ts'
import { Decimal, compare, toDecimal, toNumber } from './decimal.ts'
import { FeelError } from './error.ts'
import { DateTime, Day, Days, Months, Time, compareTemporals, printTemporal, readLike } from './temporal.ts'
import type { Temporal } from './temporal.ts'

/**
 * What expressions work with. Values of the document come in as JSON, as they are (a JSON number is the decimal that it shows);
 * decimals, dates and ranges exist only while an expression is evaluated.
 */
export type Value = null | boolean | string | number | Decimal | Temporal | Range | Value[] | Context

export interface Context {
  [key: string]: Value
}

export class Range {
  readonly low: Value
  readonly high: Value
  readonly lowOpen: boolean
  readonly highOpen: boolean

  constructor(low: Value, high: Value, open: { low: boolean; high: boolean }) {
    this.low = low
    this.high = high
    this.lowOpen = open.low
    this.highOpen = open.high
  }
}

export function isTemporal(value: Value | undefined): value is Temporal {
  return (
    value instanceof Day ||
    value instanceof Time ||
    value instanceof DateTime ||
    value instanceof Days ||
    value instanceof Months
  )
}

export function isContext(value: Value | undefined): value is Context {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Decimal) &&
    !(value instanceof Range) &&
    !isTemporal(value)
  )
}

/** The entry of a context; what JavaScript itself hangs on objects is no entry. */
export function entry(context: Context, key: string): Value | undefined {
  return Object.hasOwn(context, key) ? context[key] : undefined
}

/** The decimal of a number, null for everything else. */
export function decimalOf(value: Value): Decimal | null {
  if (typeof value === 'number') return toDecimal(value)
  return value instanceof Decimal ? value : null
}

/** Truth in three values: what is no boolean is null. */
export function truthOf(value: Value): boolean | null {
  return typeof value === 'boolean' ? value : null
}

/**
 * Equality after FEEL: null equals null only; other values of different kinds cannot be compared (null).
 * A text beside a date is read as a date, because a JSON document has no other way to hold one.
 */
export function equal(a: Value, b: Value): boolean | null {
  if (a === null || b === null) return a === b
  const [x, y] = alike(a, b)
  if (typeof x === 'string' || typeof x === 'boolean') return typeof y === typeof x ? x === y : null
  const [left, right] = [decimalOf(x), decimalOf(y)]
  if (left && right) return compare(left, right) === 0
  if (isTemporal(x) && isTemporal(y)) return compareTemporals(x, y, true) === 0
  if (Array.isArray(x) && Array.isArray(y)) return equalLists(x, y)
  if (isContext(x) && isContext(y)) return equalContexts(x, y)
  if (x instanceof Range && y instanceof Range) {
    const open = x.lowOpen === y.lowOpen && x.highOpen === y.highOpen
    return open && equal(x.low, y.low) === true && equal(x.high, y.high) === true
  }
  return null
}

/** Negative, zero or positive; null when the two have no order between them. */
export function order(a: Value, b: Value): number | null {
  const [x, y] = alike(a, b)
  if (typeof x === 'string' && typeof y === 'string') {
    if (x === y) return 0
    return x < y ? -1 : 1
  }
  const [left, right] = [decimalOf(x), decimalOf(y)]
  if (left && right) return compare(left, right)
  return isTemporal(x) && isTemporal(y) ? compareTemporals(x, y, false) : null
}

/** Is the value in the range? Null when they cannot be compared. */
export function within(value: Value, range: Range): boolean | null {
  const low = range.low === null ? 1 : order(value, range.low)
  const high = range.high === null ? -1 : order(value, range.high)
  if (low === null || high === null) return null
  return (range.lowOpen ? low > 0 : low >= 0) && (range.highOpen ? high < 0 : high <= 0)
}

/** Turns a result into JSON: numbers, ISO texts, lists, objects. */
export function toJson(value: Value): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number')
    return value
  if (value instanceof Decimal) return jsonNumber(value)
  // An instant in UTC takes the house's one form, so that instants in a document sort as text.
  if (value instanceof DateTime && value.offset === 0) return printInstant(value.local)
  if (isTemporal(value)) return printTemporal(value)
  if (Array.isArray(value)) return value.map(toJson)
  if (isContext(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]))
  throw new FeelError({
    it: 'Un intervallo non può essere il risultato di un’espressione.',
    en: 'A range cannot be the result of an expression.',
  })
}

function jsonNumber(value: Decimal): number {
  const result = toNumber(value)
  if (Number.isFinite(result)) return result
  throw new FeelError({ it: 'Il risultato è un numero troppo grande.', en: 'The result is too large a number.' })
}

function alike(a: Value, b: Value): [Value, Value] {
  if (typeof a === 'string' && isTemporal(b)) return [readLike(a, b) ?? a, b]
  if (typeof b === 'string' && isTemporal(a)) return [a, readLike(b, a) ?? b]
  return [a, b]
}

function equalLists(a: Value[], b: Value[]): boolean {
  return a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null) === true)
}

function equalContexts(a: Context, b: Context): boolean {
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && equal(a[key] ?? null, b[key] ?? null) === true)
  )
}
