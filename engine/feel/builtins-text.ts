import type { Builtins } from './builtins.ts'
import { printDecimal } from './decimal.ts'
import { printTemporal } from './temporal.ts'
import type { Value } from './value.ts'
import { decimalOf, isContext, isTemporal } from './value.ts'

export const textBuiltins: Builtins = {
  string: { params: ['from'], run: ([value]) => printValue(value ?? null) },
  'string length': { params: ['string'], run: ([text]) => (typeof text === 'string' ? letters(text).length : null) },
  substring: {
    params: ['string', 'start position', 'length?'],
    run: ([text, start, length]) => substring(text, start, length),
  },
  'upper case': { params: ['string'], run: ([text]) => (typeof text === 'string' ? text.toUpperCase() : null) },
  'lower case': { params: ['string'], run: ([text]) => (typeof text === 'string' ? text.toLowerCase() : null) },
  trim: { params: ['string'], run: ([text]) => (typeof text === 'string' ? text.trim() : null) },
  contains: { params: ['string', 'match'], run: ([a, b]) => ofTexts(a, b, (text, match) => text.includes(match)) },
  'starts with': {
    params: ['string', 'match'],
    run: ([a, b]) => ofTexts(a, b, (text, match) => text.startsWith(match)),
  },
  'ends with': { params: ['string', 'match'], run: ([a, b]) => ofTexts(a, b, (text, match) => text.endsWith(match)) },
  'substring before': { params: ['string', 'match'], run: ([a, b]) => ofTexts(a, b, before) },
  'substring after': { params: ['string', 'match'], run: ([a, b]) => ofTexts(a, b, after) },
  split: { params: ['string', 'delimiter'], run: ([a, b]) => ofTexts(a, b, split) },
  matches: { params: ['input', 'pattern', 'flags?'], run: ([a, b, flags]) => ofTexts(a, b, matcher(flags)) },
  replace: {
    params: ['input', 'pattern', 'replacement', 'flags?'],
    run: ([a, b, by, flags]) =>
      typeof by === 'string'
        ? ofTexts(a, b, (text, pattern) => {
            const found = regularExpression(pattern, flags, 'g')
            return found ? text.replace(found, by) : null
          })
        : null,
  },
  'string join': {
    params: ['list', 'delimiter?'],
    run: ([list, delimiter]) => join(list ?? null, delimiter ?? null),
  },
}

/** A value as text: what `string()` gives; null stays null. */
export function printValue(value: Value): string | null {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  const decimal = decimalOf(value)
  if (decimal) return printDecimal(decimal)
  if (isTemporal(value)) return printTemporal(value)
  if (Array.isArray(value)) return `[${value.map(printInside).join(', ')}]`
  if (!isContext(value)) return null
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}:${printInside(item)}`)
    .join(', ')}}`
}

function printInside(value: Value): string {
  return typeof value === 'string' ? `"${value}"` : (printValue(value) ?? 'null')
}

/** FEEL counts characters, not UTF-16 units. */
function letters(text: string): string[] {
  return Array.from(text)
}

function substring(text: Value | undefined, start: Value | undefined, length: Value | undefined): Value {
  const from = decimalOf(start ?? null)
  const count = length === undefined || length === null ? null : decimalOf(length)
  if (typeof text !== 'string' || !from || (length !== undefined && length !== null && !count)) return null
  const all = letters(text)
  const first = Number(from.digits) < 0 ? all.length + Number(from.digits) : Number(from.digits) - 1
  if (from.scale !== 0 || first < 0) return null
  return all.slice(first, count ? first + Number(count.digits) : all.length).join('')
}

function ofTexts(a: Value | undefined, b: Value | undefined, run: (a: string, b: string) => Value): Value {
  return typeof a === 'string' && typeof b === 'string' ? run(a, b) : null
}

function before(text: string, match: string): string {
  const at = text.indexOf(match)
  return at < 0 ? '' : text.slice(0, at)
}

function after(text: string, match: string): string {
  const at = text.indexOf(match)
  return at < 0 ? '' : text.slice(at + match.length)
}

function split(text: string, delimiter: string): Value {
  const found = regularExpression(delimiter, undefined, '')
  return found ? text.split(found) : null
}

function matcher(flags: Value | undefined): (text: string, pattern: string) => boolean | null {
  return (text, pattern) => regularExpression(pattern, flags, '')?.test(text) ?? null
}

/** Null when the pattern or a flag is not a regular expression's. */
function regularExpression(pattern: string, flags: Value | undefined, more: string): RegExp | null {
  const wanted = typeof flags === 'string' ? flags : ''
  if (!/^[ims]*$/.test(wanted)) return null
  try {
    return new RegExp(pattern, `u${wanted}${more}`)
  } catch {
    return null
  }
}

function join(list: Value, delimiter: Value): Value {
  if (!Array.isArray(list) || (delimiter !== null && typeof delimiter !== 'string')) return null
  const texts: string[] = []
  for (const item of list) {
    if (item === null) continue
    if (typeof item !== 'string') return null
    texts.push(item)
  }
  return texts.join(delimiter ?? '')
}
