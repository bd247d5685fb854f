import { ANY, BOOLEAN, LIST, NUMBER, TEXT, WHOLE, join, joinAll, listOf, objectOf, optional, temporal } from './type.ts'
import type { Type } from './type.ts'

/** What a built-in takes, argument by argument (the last one again for a variadic), and what it gives. */
export interface Signature {
  takes: Type[]
  gives: (args: Type[]) => Type
}

const DATE = temporal('date')
const DATE_LIKE: Type = { ...TEXT, ...temporal('date', 'date and time') }
const DURATION = temporal('days and time', 'years and months')

const always = (type: Type) => () => type
const takes = (wanted: Type[], gives: Type): Signature => ({ takes: wanted, gives: always(gives) })
const maybe = (wanted: Type[], gives: Type): Signature => takes(wanted, optional(gives))

const textToText = takes([TEXT], TEXT)
const twoTexts = (gives: Type) => takes([TEXT, TEXT], gives)
const rounding = takes([NUMBER, WHOLE], NUMBER)
const roundingToWhole: Signature = {
  takes: [NUMBER, WHOLE],
  gives: args => (args.length === 1 ? WHOLE : NUMBER),
}

/** A list's items; a single value counts as a list of one. */
function itemsOf(type: Type): Type {
  if (type.any) return ANY
  const { list, null: _, ...single } = type
  return list === undefined ? single : join(list, single)
}

/** `max(1, 2)` and `max([1, 2])` mean the same. */
function spread(args: Type[]): Type {
  const [only] = args
  return only !== undefined && args.length === 1 ? itemsOf(only) : joinAll(args)
}

const aggregate = (gives: (items: Type) => Type): Signature => ({ takes: [ANY], gives: args => gives(spread(args)) })
const joinedList: Signature = { takes: [ANY], gives: args => listOf(joinAll(args.map(itemsOf))) }
const ENTRY = objectOf([
  ['key', TEXT],
  ['value', ANY],
])

export const signatures: { [name: string]: Signature } = {
  not: takes([BOOLEAN], BOOLEAN),
  'is defined': takes([ANY], BOOLEAN),
  'get value': takes([{ object: { fields: new Map(), rest: ANY, required: [] } }, { ...TEXT, list: TEXT }], ANY),
  'get entries': takes([{ object: { fields: new Map(), rest: ANY, required: [] } }], listOf(ENTRY)),

  string: takes([ANY], TEXT),
  'string length': takes([TEXT], WHOLE),
  substring: takes([TEXT, WHOLE, WHOLE], TEXT),
  'upper case': textToText,
  'lower case': textToText,
  trim: textToText,
  contains: twoTexts(BOOLEAN),
  'starts with': twoTexts(BOOLEAN),
  'ends with': twoTexts(BOOLEAN),
  'substring before': twoTexts(TEXT),
  'substring after': twoTexts(TEXT),
  split: twoTexts(listOf(TEXT)),
  matches: takes([TEXT, TEXT, TEXT], BOOLEAN),
  replace: takes([TEXT, TEXT, TEXT, TEXT], TEXT),
  'string join': takes([listOf(optional(TEXT)), TEXT], TEXT),

  number: maybe([{ ...TEXT, ...NUMBER }, TEXT, TEXT], NUMBER),
  floor: roundingToWhole,
  ceiling: roundingToWhole,
  decimal: rounding,
  'round half up': roundingToWhole,
  'round half down': roundingToWhole,
  'round up': roundingToWhole,
  'round down': roundingToWhole,
  abs: { takes: [NUMBER], gives: ([n]) => (n?.number?.whole ? WHOLE : NUMBER) },
  modulo: takes([NUMBER, NUMBER], NUMBER),
  odd: takes([NUMBER], BOOLEAN),
  even: takes([NUMBER], BOOLEAN),

  count: takes([LIST], WHOLE),
  sum: aggregate(items => optional(items.number?.whole ? WHOLE : NUMBER)),
  mean: aggregate(always(optional(NUMBER))),
  min: aggregate(optional),
  max: aggregate(optional),
  all: aggregate(always(optional(BOOLEAN))),
  any: aggregate(always(optional(BOOLEAN))),
  'list contains': takes([LIST, ANY], BOOLEAN),
  'index of': takes([LIST, ANY], listOf(WHOLE)),
  append: { takes: [ANY], gives: ([list = ANY, ...items]) => listOf(joinAll([itemsOf(list), ...items])) },
  concatenate: joinedList,
  union: joinedList,
  'distinct values': { takes: [LIST], gives: ([list = ANY]) => listOf(itemsOf(list)) },
  flatten: takes([LIST], LIST),
  reverse: { takes: [LIST], gives: ([list = ANY]) => listOf(itemsOf(list)) },
  remove: { takes: [LIST, WHOLE], gives: ([list = ANY]) => listOf(itemsOf(list)) },
  sublist: { takes: [LIST, WHOLE, WHOLE], gives: ([list = ANY]) => listOf(itemsOf(list)) },

  date: maybe([{ ...DATE_LIKE, ...WHOLE }, WHOLE, WHOLE], DATE),
  time: maybe([{ ...TEXT, ...temporal('time', 'date and time') }], temporal('time')),
  'date and time': maybe([DATE_LIKE, temporal('time')], temporal('date and time')),
  duration: maybe([TEXT], DURATION),
  'years and months duration': maybe([DATE_LIKE, DATE_LIKE], temporal('years and months')),
  now: takes([], temporal('date and time')),
  today: takes([], DATE),
  'local date': maybe([{ ...TEXT, ...temporal('date and time') }], DATE),
  'after holidays': maybe([DATE_LIKE], DATE),
  'day of week': maybe([DATE_LIKE], TEXT),
  'month of year': maybe([DATE_LIKE], TEXT),
  'day of year': maybe([DATE_LIKE], WHOLE),
}

export { itemsOf }
