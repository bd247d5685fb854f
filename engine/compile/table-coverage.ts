import type { Ast } from '../feel/ast.ts'
import { compare, parseDecimal } from '../feel/decimal.ts'
import type { Decimal } from '../feel/decimal.ts'
import type { DecisionTable, TableRule } from '../decisions/table.ts'
import type { Text } from '../json.ts'

/** Numbers from `low` to `high`; null without end. */
interface Interval {
  low: Decimal | null
  high: Decimal | null
  lowOpen: boolean
  highOpen: boolean
}

/** What a cell admits, as far as it can be told without data; null when it cannot. */
type Admits = 'all' | { numbers: Interval[]; texts: string[]; isNull: boolean } | null

/** What is doubtful about a unique table: rules that match together, numbers between its ranges that no rule knows. */
export function coverageFaults(table: DecisionTable): Text[] {
  if (table.hitPolicy !== 'U') return []
  const rules = table.rules.map(rule => rule.tests.map(admits))
  const faults: Text[] = []
  rules.forEach((rule, index) => {
    const other = rules.findIndex((it, at) => at > index && areTogether(rule, it))
    if (other < 0) return
    const [a, b] = [index + 1, other + 1]
    faults.push({ it: `le regole ${a} e ${b} possono valere insieme`, en: `rules ${a} and ${b} can apply together` })
  })
  return table.inputs.length === 1 ? [...faults, ...gaps(table.rules, rules.flat())] : faults
}

function areTogether(a: Admits[], b: Admits[]): boolean {
  return a.length > 0 && a.every((cell, column) => isOverlap(cell, b[column] ?? null))
}

function isOverlap(a: Admits, b: Admits): boolean {
  if (a === null || b === null) return false
  if (a === 'all' || b === 'all') return true
  if (a.isNull && b.isNull) return true
  return a.texts.some(it => b.texts.includes(it)) || a.numbers.some(x => b.numbers.some(y => isShared(x, y)))
}

function isShared(x: Interval, y: Interval): boolean {
  return isBefore(x.low, y.high, x.lowOpen || y.highOpen) && isBefore(y.low, x.high, y.lowOpen || x.highOpen)
}

function isBefore(low: Decimal | null, high: Decimal | null, isOpen: boolean): boolean {
  if (low === null || high === null) return true
  const order = compare(low, high)
  return isOpen ? order < 0 : order <= 0
}

/** Between ranges that follow each other; beyond the first and the last may lie what never comes. */
function gaps(rules: TableRule[], cells: Admits[]): Text[] {
  const isClear = rules.length === cells.length && cells.every(it => it !== null && it !== 'all')
  const ranges = cells.flatMap(it => (it === null || it === 'all' ? [] : it.numbers))
  if (!isClear) return []
  const sorted = ranges.toSorted((a, b) =>
    a.low === null || b.low === null ? (a.low === null ? -1 : 1) : compare(a.low, b.low),
  )
  return sorted.slice(1).flatMap((next, index) => {
    const before = sorted[index]
    if (before?.high == null || next.low === null) return []
    const order = compare(before.high, next.low)
    const isGap = order < 0 || (order === 0 && before.highOpen && next.lowOpen)
    const [from, to] = [before.high, next.low].map(it => String(Number(it.digits) / 10 ** it.scale))
    return isGap
      ? [{ it: `nessuna regola vale fra ${from} e ${to}`, en: `no rule applies between ${from} and ${to}` }]
      : []
  })
}

function admits(cell: Ast): Admits {
  if (cell.kind === 'any') return 'all'
  if (cell.kind !== 'tests' || cell.not) return null
  const found: Exclude<Admits, 'all' | null> = { numbers: [], texts: [], isNull: false }
  for (const test of cell.tests) if (!take(test, found)) return null
  return found
}

/** Adds what one test admits; false when it cannot be told. */
function take(test: Ast, found: Exclude<Admits, 'all' | null>): boolean {
  if (test.kind === 'null') found.isNull = true
  else if (test.kind === 'string') found.texts.push(test.value)
  else {
    const interval = intervalOf(test)
    if (interval === null) return false
    found.numbers.push(interval)
  }
  return true
}

function intervalOf(test: Ast): Interval | null {
  if (test.kind === 'range') {
    const [low, high] = [numberOf(test.low), numberOf(test.high)]
    return low && high ? { low, high, lowOpen: test.lowOpen, highOpen: test.highOpen } : null
  }
  const value = numberOf(test.kind === 'test' ? test.right : test)
  if (value === null) return null
  if (test.kind !== 'test' || test.op === '=') return { low: value, high: value, lowOpen: false, highOpen: false }
  const isOpen = test.op === '<' || test.op === '>'
  if (test.op === '<' || test.op === '<=') return { low: null, high: value, lowOpen: true, highOpen: isOpen }
  return test.op === '!=' ? null : { low: value, high: null, lowOpen: isOpen, highOpen: true }
}

function numberOf(ast: Ast): Decimal | null {
  if (ast.kind === 'number') return parseDecimal(ast.text)
  const inner = ast.kind === 'negate' && ast.of.kind === 'number' ? parseDecimal(`-${ast.of.text}`) : null
  return inner
}
