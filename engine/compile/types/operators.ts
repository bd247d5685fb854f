import type { ArithmeticOp } from '../../feel/ast.ts'
import { kindsOf } from './fits.ts'
import { ANY, NUMBER, TEXT, joinAll, optional, temporal } from './type.ts'
import type { TemporalKind, Type } from './type.ts'

const DURATIONS: TemporalKind[] = ['days and time', 'years and months']

/** What an operator gives for two types; nothing but null where FEEL has no such sum. */
export function arithmeticType(op: ArithmeticOp, left: Type, right: Type): Type {
  if (left.any || right.any) return ANY
  const pairs = kindsOf(left).flatMap(a => kindsOf(right).map(b => pairType(op, a, b)))
  const found = joinAll(pairs.filter(it => it !== null))
  return left.null || right.null || pairs.includes(null) || found.number ? optional(found) : found
}

/** Can any value of the one be held against any of the other? A text beside a date is read as a date. */
export function areComparable(left: Type, right: Type, order: boolean): boolean {
  if (left.any || right.any) return true
  const isText = (type: Type) => type.string !== undefined
  const isShared =
    (left.number && right.number) ||
    (isText(left) && isText(right)) ||
    (left.temporal && right.temporal && isOverlap(left.temporal, right.temporal)) ||
    (left.temporal && isText(right)) ||
    (right.temporal && isText(left))
  if (isShared) return true
  if (order) return false
  const isBoth = (left.boolean && right.boolean) || (left.list && right.list) || (left.object && right.object)
  return Boolean(isBoth || (left.range && right.range))
}

function isOverlap(a: TemporalKind[], b: TemporalKind[]): boolean {
  return a.some(it => b.includes(it))
}

/** Of two types of one kind each; null where there is no result. */
function pairType(op: ArithmeticOp, a: Type, b: Type): Type | null {
  if (a.number && b.number) {
    const isWhole = a.number.whole && b.number.whole && op !== '/' && op !== '**'
    return isWhole ? { number: { whole: true } } : NUMBER
  }
  if (op === '+' && a.string && b.string) return TEXT
  const [x, y] = [a.temporal?.[0], b.temporal?.[0]]
  if (op === '*' || op === '/') return scaledType(op, a, b)
  if (op === '**') return null
  // A text beside a date or a duration is read as a date.
  if (a.string && y !== undefined) return DURATIONS.includes(y) ? temporal('date', 'date and time') : spanType(op)
  if (b.string && x !== undefined) return op === '-' && !DURATIONS.includes(x) ? temporal('days and time') : null
  return x !== undefined && y !== undefined ? sumType(op, x, y) : null
}

function sumType(op: ArithmeticOp, x: TemporalKind, y: TemporalKind): Type | null {
  if (DURATIONS.includes(y)) return DURATIONS.includes(x) && x !== y ? null : temporal(x)
  if (DURATIONS.includes(x)) return op === '+' ? temporal(y) : null
  return spanType(op)
}

function spanType(op: ArithmeticOp): Type | null {
  return op === '-' ? temporal('days and time') : null
}

function scaledType(op: ArithmeticOp, a: Type, b: Type): Type | null {
  const isDuration = (type: Type) => type.temporal?.every(it => DURATIONS.includes(it)) ?? false
  if (isDuration(a) && b.number) return a
  return op === '*' && a.number && isDuration(b) ? b : null
}
