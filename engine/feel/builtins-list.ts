import type { Builtins } from './builtins.ts'
import { Decimal, add, divide } from './decimal.ts'
import type { Value } from './value.ts'
import { decimalOf, equal, order, truthOf } from './value.ts'

export const listBuiltins: Builtins = {
  count: { params: ['list'], run: ([list]) => (Array.isArray(list) ? list.length : null) },
  sum: { params: ['list'], variadic: true, run: args => sum(spread(args)) },
  mean: { params: ['list'], variadic: true, run: args => mean(spread(args)) },
  min: { params: ['list'], variadic: true, run: args => extreme(spread(args), -1) },
  max: { params: ['list'], variadic: true, run: args => extreme(spread(args), 1) },
  all: { params: ['list'], variadic: true, run: args => verdict(spread(args), false) },
  any: { params: ['list'], variadic: true, run: args => verdict(spread(args), true) },
  'list contains': {
    params: ['list', 'element'],
    run: ([list, element]) => (Array.isArray(list) ? has(list, element ?? null) : null),
  },
  'index of': {
    params: ['list', 'match'],
    run: ([list, match]) => (Array.isArray(list) ? indexes(list, match ?? null) : null),
  },
  append: {
    params: ['list', 'item'],
    variadic: true,
    run: ([list, ...items]) => (list === null || list === undefined ? null : [...listOf(list), ...items]),
  },
  concatenate: { params: ['list'], variadic: true, run: lists => lists.flatMap(listOf) },
  union: { params: ['list'], variadic: true, run: lists => distinct(lists.flatMap(listOf)) },
  'distinct values': { params: ['list'], run: ([list]) => (Array.isArray(list) ? distinct(list) : null) },
  flatten: { params: ['list'], run: ([list]) => (Array.isArray(list) ? flatten(list) : null) },
  reverse: { params: ['list'], run: ([list]) => (Array.isArray(list) ? list.toReversed() : null) },
  remove: { params: ['list', 'position'], run: ([list, position]) => remove(list, position) },
  sublist: {
    params: ['list', 'start position', 'length?'],
    run: ([list, start, length]) => sublist(list, start, length),
  },
}

/** `sum(1, 2)` and `sum([1, 2])` mean the same; null where a list was expected. */
function spread(args: Value[]): Value[] | null {
  const [only] = args
  if (args.length !== 1) return args
  if (only === null || only === undefined) return null
  return listOf(only)
}

function listOf(value: Value): Value[] {
  return Array.isArray(value) ? value : [value]
}

function sum(items: Value[] | null): Value {
  if (!items || items.length === 0) return null
  let total = new Decimal(0n, 0)
  for (const item of items) {
    const decimal = decimalOf(item)
    if (!decimal) return null
    total = add(total, decimal)
  }
  return total
}

function mean(items: Value[] | null): Value {
  const total = decimalOf(sum(items))
  return items && total ? divide(total, new Decimal(BigInt(items.length), 0)) : null
}

function extreme(items: Value[] | null, sign: 1 | -1): Value {
  const [first, ...others] = items ?? []
  let best = first ?? null
  for (const item of others) {
    const difference = order(item, best)
    if (difference === null) return null
    if (difference * sign > 0) best = item
  }
  return best
}

/** `any` (deciding value true) and `all` (false) in three-valued logic. */
function verdict(items: Value[] | null, deciding: boolean): Value {
  if (!items) return null
  const truths = items.map(truthOf)
  if (truths.includes(deciding)) return deciding
  return truths.includes(null) ? null : !deciding
}

function has(list: Value[], element: Value): boolean {
  return list.some(item => equal(item, element) === true)
}

function indexes(list: Value[], match: Value): Value {
  return list.flatMap((item, index) => (equal(item, match) === true ? [index + 1] : []))
}

function distinct(list: Value[]): Value[] {
  const kept: Value[] = []
  for (const item of list) if (!has(kept, item)) kept.push(item)
  return kept
}

function flatten(list: Value[]): Value[] {
  return list.flatMap(item => (Array.isArray(item) ? flatten(item) : [item]))
}

/** Positions count from 1, negative ones from the end; null when there is no such position. */
function indexOf(list: Value[], position: Value | undefined): number | null {
  const at = decimalOf(position ?? null)
  if (!at || at.scale !== 0) return null
  const index = at.digits < 0n ? list.length + Number(at.digits) : Number(at.digits) - 1
  return index >= 0 && index < list.length ? index : null
}

function remove(list: Value | undefined, position: Value | undefined): Value {
  if (!Array.isArray(list)) return null
  const index = indexOf(list, position)
  return index === null ? null : list.toSpliced(index, 1)
}

function sublist(list: Value | undefined, start: Value | undefined, length: Value | undefined): Value {
  if (!Array.isArray(list)) return null
  const index = indexOf(list, start)
  const count = length === undefined || length === null ? null : decimalOf(length)
  if (index === null || (length !== undefined && length !== null && !count)) return null
  return list.slice(index, count ? index + Number(count.digits) : list.length)
}
