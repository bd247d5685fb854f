import type { ArithmeticOp } from './ast.ts'
import { Decimal, add, divide, multiply, negate, raise, round } from './decimal.ts'
import { Days, Months, addTemporals, readDateTime, readDay, readTime } from './temporal.ts'
import type { Temporal } from './temporal.ts'
import type { Value } from './value.ts'
import { decimalOf, isTemporal } from './value.ts'

/** `+ - * / **` over numbers, texts (`+` only), dates and durations; null for every other pair. */
export function arithmetic(op: ArithmeticOp, left: Value, right: Value): Value {
  if (op === '+' && typeof left === 'string' && typeof right === 'string') return left + right
  const [a, b] = [decimalOf(left), decimalOf(right)]
  if (a && b) return ofDecimals(op, a, b)
  if (op === '+' || op === '-') return sumOfTemporals(left, right, op === '+' ? 1 : -1)
  if (isDuration(left) && b) return scaled(left, op, b)
  return op === '*' && a && isDuration(right) ? scaled(right, op, a) : null
}

export function negative(value: Value): Value {
  if (value instanceof Days) return new Days(-value.milliseconds)
  if (value instanceof Months) return new Months(-value.months)
  const decimal = decimalOf(value)
  return decimal ? negate(decimal) : null
}

function ofDecimals(op: ArithmeticOp, a: Decimal, b: Decimal): Decimal | null {
  switch (op) {
    case '+':
      return add(a, b)
    case '-':
      return add(a, negate(b))
    case '*':
      return multiply(a, b)
    case '/':
      return divide(a, b)
    case '**':
      return raise(a, b)
  }
}

/** A text beside a date or duration is read as a date: documents are JSON and know no dates. */
function sumOfTemporals(left: Value, right: Value, sign: 1 | -1): Value {
  const [a, b] = [temporalOf(left), temporalOf(right)]
  return a && b && (isTemporal(left) || isTemporal(right)) ? addTemporals(a, b, sign) : null
}

function temporalOf(value: Value): Temporal | null {
  if (typeof value !== 'string') return isTemporal(value) ? value : null
  return readDay(value) ?? readTime(value) ?? readDateTime(value)
}

function isDuration(value: Value): value is Days | Months {
  return value instanceof Days || value instanceof Months
}

function scaled(duration: Days | Months, op: ArithmeticOp, by: Decimal): Value {
  const units = BigInt(duration instanceof Days ? duration.milliseconds : duration.months)
  const result = op === '*' || op === '/' ? ofDecimals(op, new Decimal(units, 0), by) : null
  if (!result) return null
  const whole = Number(round(result, 0, 'down').digits)
  return duration instanceof Days ? new Days(whole) : new Months(whole)
}
