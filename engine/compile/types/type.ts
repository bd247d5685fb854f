import type { Text } from '../../json.ts'

/**
 * What is known of a value before there is one: every kind that it may be, at most once. A kind that is absent is impossible; nothing
 * at all is the type of the items of an empty list. `any` means that nothing is known, and then nothing is found fault with.
 */
export interface Type {
  any?: true
  null?: true
  boolean?: true
  number?: NumberType
  string?: TextType
  temporal?: TemporalKind[]
  list?: Type
  object?: ObjectType
  /** Of its ends. */
  range?: Type
}

export interface NumberType {
  /** Every number that it may be is whole. */
  whole: boolean
}

export interface TextType {
  /** All that it may be; null when that is not known. */
  values: string[] | null
  /** Of a schema: `date`, `date-time`, `duration`. */
  format: string | null
  pattern: string | null
}

export type TemporalKind = 'date' | 'time' | 'date and time' | 'days and time' | 'years and months'

export interface ObjectType {
  fields: Map<string, Type>
  /** What fields not listed may be; null when there are no others. */
  rest: Type | null
  /** Fields that whoever takes such an object insists on. */
  required: string[]
}

export const ANY: Type = { any: true }
export const NOTHING: Type = { null: true }
export const BOOLEAN: Type = { boolean: true }
export const NUMBER: Type = { number: { whole: false } }
export const WHOLE: Type = { number: { whole: true } }
export const TEXT: Type = { string: { values: null, format: null, pattern: null } }
export const LIST: Type = { list: ANY }

/** More values than this say no more than that it is a text. */
const MOST_VALUES = 60

export function textOf(values: string[]): Type {
  return { string: { values, format: null, pattern: null } }
}

export function temporal(...kinds: TemporalKind[]): Type {
  return { temporal: kinds }
}

export function objectOf(fields: [string, Type][], rest: Type | null = null): Type {
  return { object: { fields: new Map(fields), rest, required: [] } }
}

export function listOf(of: Type): Type {
  return { list: of }
}

export function optional(type: Type): Type {
  return type.any ? type : { ...type, null: true }
}

/** Without null: what it is when it is something. */
export function present(type: Type): Type {
  const { null: _, ...rest } = type
  return rest
}

/** One or the other. */
export function join(a: Type, b: Type): Type {
  if (a.any || b.any) return ANY
  const joined: Type = { ...b, ...a }
  if (a.number && b.number) joined.number = { whole: a.number.whole && b.number.whole }
  if (a.string && b.string) joined.string = joinTexts(a.string, b.string)
  if (a.temporal && b.temporal) joined.temporal = [...new Set([...a.temporal, ...b.temporal])]
  if (a.list && b.list) joined.list = join(a.list, b.list)
  if (a.object && b.object) joined.object = joinObjects(a.object, b.object)
  if (a.range && b.range) joined.range = join(a.range, b.range)
  return joined
}

export function joinAll(types: Type[]): Type {
  return types.reduce(join, {})
}

/** The kinds that it may be beside null, in words. */
export function nameOf(type: Type): Text {
  if (type.any) return { it: 'un valore', en: 'a value' }
  const names: Text[] = []
  if (type.boolean) names.push({ it: 'vero o falso', en: 'true or false' })
  if (type.number)
    names.push(
      type.number.whole ? { it: 'un numero intero', en: 'a whole number' } : { it: 'un numero', en: 'a number' },
    )
  // Beside a date or a duration a text is one way to write it.
  if (type.string && !type.temporal)
    names.push(type.string.format === 'date' ? TEMPORAL_NAMES.date : nameOfText(type.string))
  for (const kind of type.temporal ?? []) names.push(TEMPORAL_NAMES[kind])
  if (type.list) names.push({ it: 'un elenco', en: 'a list' })
  if (type.object) names.push({ it: 'un oggetto', en: 'an object' })
  if (type.range) names.push({ it: 'un intervallo', en: 'a range' })
  if (names.length === 0) return { it: 'niente', en: 'nothing' }
  return { it: names.map(it => it.it).join(' o '), en: names.map(it => it.en).join(' or ') }
}

const TEMPORAL_NAMES: { [kind in TemporalKind]: Text } = {
  date: { it: 'una data', en: 'a date' },
  time: { it: 'un’ora', en: 'a time' },
  'date and time': { it: 'una data con ora', en: 'a date and time' },
  'days and time': { it: 'una durata', en: 'a duration' },
  'years and months': { it: 'una durata in mesi', en: 'a duration in months' },
}

function nameOfText({ values, pattern }: TextType): Text {
  if (values === null && pattern !== null)
    return { it: `un testo della forma ${pattern}`, en: `a text of the form ${pattern}` }
  if (values === null || values.length === 0 || values.length > 8) return { it: 'un testo', en: 'a text' }
  if (values.length === 1) return { it: `il testo "${values[0]}"`, en: `the text "${values[0]}"` }
  const list = values.map(it => `"${it}"`).join(', ')
  return { it: `un testo fra ${list}`, en: `a text among ${list}` }
}

function joinTexts(a: TextType, b: TextType): TextType {
  const values = a.values && b.values ? [...new Set([...a.values, ...b.values])] : null
  return {
    values: values !== null && values.length > MOST_VALUES ? null : values,
    format: a.format === b.format ? a.format : null,
    pattern: a.pattern === b.pattern ? a.pattern : null,
  }
}

/** A field that one of the two lacks may be missing. */
function joinObjects(a: ObjectType, b: ObjectType): ObjectType {
  const fields = new Map<string, Type>()
  for (const name of new Set([...a.fields.keys(), ...b.fields.keys()]))
    fields.set(name, join(fieldOf(a, name), fieldOf(b, name)))
  const rest = a.rest === null ? b.rest : b.rest === null ? a.rest : join(a.rest, b.rest)
  return { fields, rest, required: a.required.filter(it => b.required.includes(it)) }
}

function fieldOf(object: ObjectType, name: string): Type {
  return object.fields.get(name) ?? (object.rest === null ? NOTHING : optional(object.rest))
}
