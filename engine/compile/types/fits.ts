import type { Text } from '../../json.ts'
import { parseDate } from '../../terms/civil.ts'
import { parseInstant } from '../../terms/instants.ts'
import { nameOf, present } from './type.ts'
import type { ObjectType, TemporalKind, TextType, Type } from './type.ts'

/** Why a value cannot be taken where another type is wanted. */
export interface Misfit {
  /** Where in the value: `address.town`; empty for the whole. */
  path: string
  message: Text
}

/** Formats of texts that a temporal value has when it is written as JSON. */
const FORMATS: { [kind in TemporalKind]: string } = {
  date: 'date',
  time: 'time',
  'date and time': 'date-time',
  'days and time': 'duration',
  'years and months': 'duration',
}

/**
 * What certainly keeps a value of type `given` from being what `wanted` asks for. What may be right, of several kinds or missing at
 * times, is nobody's fault here.
 */
export function misfits(given: Type, wanted: Type, path = ''): Misfit[] {
  if (given.any || wanted.any) return []
  const kinds = kindsOf(given)
  if (kinds.length === 0) return given.null && !wanted.null ? [alwaysNull(path, wanted)] : []
  const found = kinds.map(kind => misfitOfKind(kind, wanted, path))
  return found.some(it => it.length === 0) ? [] : found.flat()
}

/** A type of several kinds as one type a kind, null left out. */
export function kindsOf(type: Type): Type[] {
  const kinds: Type[] = []
  if (type.boolean) kinds.push({ boolean: true })
  if (type.number) kinds.push({ number: type.number })
  if (type.string) kinds.push({ string: type.string })
  for (const kind of type.temporal ?? []) kinds.push({ temporal: [kind] })
  if (type.list) kinds.push({ list: type.list })
  if (type.object) kinds.push({ object: type.object })
  if (type.range) kinds.push({ range: type.range })
  return kinds
}

function misfitOfKind(given: Type, wanted: Type, path: string): Misfit[] {
  if (given.list && wanted.list) return misfits(given.list, wanted.list, `${path}[]`)
  if (given.object && wanted.object) return misfitOfObject(given.object, wanted.object, path)
  const isFit =
    (given.boolean && wanted.boolean) ||
    (given.number && wanted.number) ||
    (given.string && (wanted.temporal || (wanted.string && isTextFit(given.string, wanted.string)))) ||
    (given.temporal && (isSharedKind(given.temporal, wanted.temporal) || isWritten(given.temporal, wanted.string))) ||
    (given.range && wanted.range)
  return isFit ? [] : [mismatch(path, given, wanted)]
}

/** Texts that are known are held against what the schema says; others may be right. */
function isTextFit(given: TextType, wanted: TextType): boolean {
  return given.values?.some(value => isValueFit(value, wanted)) ?? true
}

function isValueFit(value: string, { values, format, pattern }: TextType): boolean {
  if (values !== null && !values.includes(value)) return false
  if (format === 'date' && parseDate(value) === null) return false
  if (format === 'date-time' && parseInstant(value) === null) return false
  return pattern === null || matches(pattern, value)
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    return true
  }
}

function isSharedKind(given: TemporalKind[], wanted: TemporalKind[] | undefined): boolean {
  return wanted?.some(it => given.includes(it)) ?? false
}

/** A date becomes a text in the document: it must be the text that is wanted. */
function isWritten(given: TemporalKind[], wanted: TextType | undefined): boolean {
  if (wanted === undefined || wanted.values !== null) return false
  const known = Object.values(FORMATS)
  return wanted.format === null || !known.includes(wanted.format) || given.some(it => FORMATS[it] === wanted.format)
}

function misfitOfObject(given: ObjectType, wanted: ObjectType, path: string): Misfit[] {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`)
  const found: Misfit[] = []
  for (const [name, type] of given.fields) {
    const place = wanted.fields.get(name) ?? wanted.rest
    if (place !== null) found.push(...misfits(present(type), place, at(name)))
    else if (kindsOf(type).length > 0) found.push({ path: at(name), message: notForeseen(at(name)) })
  }
  if (given.rest !== null) return found
  const missing = wanted.required.filter(it => !given.fields.has(it))
  return [...found, ...missing.map((name): Misfit => ({ path: at(name), message: lacking(at(name)) }))]
}

function mismatch(path: string, given: Type, wanted: Type): Misfit {
  const [is, should] = [nameOf(given), nameOf(wanted)]
  const place = placeOf(path)
  return {
    path,
    message: {
      it: `${place.it}serve ${should.it}, ma il valore è ${is.it}`,
      en: `${place.en}${should.en} is needed, but the value is ${is.en}`,
    },
  }
}

function alwaysNull(path: string, wanted: Type): Misfit {
  const should = nameOf(wanted)
  const place = placeOf(path)
  return {
    path,
    message: {
      it: `${place.it}serve ${should.it}, ma il valore manca sempre`,
      en: `${place.en}${should.en} is needed, but the value is always missing`,
    },
  }
}

function placeOf(path: string): Text {
  return path === '' ? { it: '', en: '' } : { it: `in «${path}» `, en: `in "${path}" ` }
}

function notForeseen(path: string): Text {
  return { it: `«${path}» non è previsto`, en: `"${path}" is not foreseen` }
}

function lacking(path: string): Text {
  return { it: `manca «${path}»`, en: `"${path}" is missing` }
}
