import type { Builtins } from './builtins.ts'
import { Decimal, add, divide, multiply, negate, parseDecimal, round } from './decimal.ts'
import type { Rounding } from './decimal.ts'
import type { Value } from './value.ts'
import { decimalOf } from './value.ts'

const MAX_PLACES = 6000

export const numberBuiltins: Builtins = {
  number: { params: ['from', 'grouping separator?', 'decimal separator?'], run: args => toNumber(args) },
  floor: { params: ['n', 'scale?'], run: ([n, scale]) => rounded(n, scale, 'floor') },
  ceiling: { params: ['n', 'scale?'], run: ([n, scale]) => rounded(n, scale, 'ceiling') },
  decimal: { params: ['n', 'scale'], run: ([n, scale]) => rounded(n, scale, 'half-even') },
  'round half up': { params: ['n', 'scale?'], run: ([n, scale]) => rounded(n, scale, 'half-up') },
  'round half down': { params: ['n', 'scale?'], run: ([n, scale]) => rounded(n, scale, 'half-down') },
  'round up': { params: ['n', 'scale?'], run: ([n, scale]) => rounded(n, scale, 'up') },
  'round down': { params: ['n', 'scale?'], run: ([n, scale]) => rounded(n, scale, 'down') },
  abs: {
    params: ['n'],
    run: ([n]) => {
      const decimal = decimalOf(n ?? null)
      return decimal && decimal.digits < 0n ? negate(decimal) : decimal
    },
  },
  modulo: { params: ['dividend', 'divisor'], run: ([a, b]) => modulo(a, b) },
  odd: { params: ['number'], run: ([n]) => parity(n, 1n) },
  even: { params: ['number'], run: ([n]) => parity(n, 0n) },
}

function rounded(n: Value | undefined, scale: Value | undefined, rounding: Rounding): Value {
  const [value, places] = [decimalOf(n ?? null), scale === undefined ? new Decimal(0n, 0) : decimalOf(scale)]
  if (!value || !places || places.scale !== 0 || Math.abs(Number(places.digits)) > MAX_PLACES) return null
  return round(value, Number(places.digits), rounding)
}

/** The remainder with the divisor's sign: `a - b * floor(a / b)`. */
function modulo(dividend: Value | undefined, divisor: Value | undefined): Value {
  const [a, b] = [decimalOf(dividend ?? null), decimalOf(divisor ?? null)]
  const quotient = a && b ? divide(a, b) : null
  if (!a || !b || !quotient) return null
  return add(a, negate(multiply(b, round(quotient, 0, 'floor'))))
}

function parity(n: Value | undefined, rest: bigint): Value {
  const value = decimalOf(n ?? null)
  if (!value || value.scale !== 0) return null
  const last = value.digits % 2n
  return (last < 0n ? -last : last) === rest
}

function toNumber([from, grouping, point]: Value[]): Value {
  const decimal = decimalOf(from ?? null)
  if (decimal) return decimal
  if (typeof from !== 'string') return null
  const bare = typeof grouping === 'string' ? from.split(grouping).join('') : from
  return parseDecimal(typeof point === 'string' ? bare.replace(point, '.') : bare)
}
