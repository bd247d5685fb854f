/**
 * Exact decimal numbers: `digits` times ten to the power of minus `scale`, kept as short as possible.
 * Sums are exact; products and quotients keep 34 significant digits, rounded half-even, as DMN's decimal128.
 */
export class Decimal {
  readonly digits: bigint
  readonly scale: number

  constructor(digits: bigint, scale: number) {
    this.digits = digits
    this.scale = scale
  }
}

export type Rounding = 'half-even' | 'half-up' | 'half-down' | 'up' | 'down' | 'floor' | 'ceiling'

const PRECISION = 34
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/
/** Beyond this a power of ten is a mistake, not a number: it only burns time. */
const MAX_EXPONENT = 6200

/** Reads `-12.50` or `1e-7`, or null. */
export function parseDecimal(text: string): Decimal | null {
  const match = NUMBER.exec(text.trim())
  const [whole, fraction, exponent] = [match?.[2] ?? '', match?.[3] ?? '', Number(match?.[4] ?? 0)]
  if (!match || whole + fraction === '' || Math.abs(exponent) > MAX_EXPONENT) return null
  const digits = BigInt(whole + fraction) * (match[1] === '-' ? -1n : 1n)
  const scale = fraction.length - exponent
  return scale < 0 ? new Decimal(digits * power(-scale), 0) : shorten(digits, scale)
}

/** The decimal that a JSON number shows: 0.1 is one tenth. Null for NaN and infinities. */
export function toDecimal(value: number): Decimal | null {
  return Number.isSafeInteger(value) ? new Decimal(BigInt(value), 0) : parseDecimal(String(value))
}

export function toNumber(value: Decimal): number {
  return value.scale === 0 ? Number(value.digits) : Number(printDecimal(value))
}

export function printDecimal({ digits, scale }: Decimal): string {
  if (scale === 0) return digits.toString()
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  return `${digits < 0n ? '-' : ''}${text.slice(0, -scale)}.${text.slice(-scale)}`
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return shorten(rescale(a, scale) + rescale(b, scale), scale)
}

export function negate(a: Decimal): Decimal {
  return new Decimal(-a.digits, a.scale)
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return toPrecision(a.digits * b.digits, a.scale + b.scale)
}

/** Null when `b` is zero. */
export function divide(a: Decimal, b: Decimal): Decimal | null {
  if (b.digits === 0n) return null
  const shift = Math.max(0, PRECISION + 2 + length(b.digits) - length(a.digits))
  const dividend = a.digits * power(shift)
  const quotient = dividend / b.digits
  // A sticky digit keeps half-even honest: what is cut off here must not look like an exact half.
  const sign = a.digits < 0n === b.digits < 0n ? 1n : -1n
  const sticky = dividend % b.digits === 0n ? 0n : sign
  return toPrecision(quotient * 10n + sticky, a.scale - b.scale + shift + 1)
}

/** A power with a whole exponent; null for others and for zero to a negative power. */
export function raise(a: Decimal, exponent: Decimal): Decimal | null {
  if (exponent.scale !== 0 || exponent.digits > 999n || exponent.digits < -999n) return null
  const times = Number(exponent.digits < 0n ? -exponent.digits : exponent.digits)
  let result = new Decimal(1n, 0)
  let base = a
  for (let left = times; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(result, base)
    if (left > 1) base = multiply(base, base)
  }
  return exponent.digits < 0n ? divide(new Decimal(1n, 0), result) : result
}

export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale)
  const difference = rescale(a, scale) - rescale(b, scale)
  if (difference === 0n) return 0
  return difference < 0n ? -1 : 1
}

/** Rounds to a number of decimal places, negative ones to tens, hundreds… */
export function round(a: Decimal, places: number, rounding: Rounding): Decimal {
  if (a.scale <= places) return a
  const unit = power(a.scale - places)
  const quotient = roundedQuotient(a.digits, unit, rounding)
  return places < 0 ? new Decimal(quotient * power(-places), 0) : shorten(quotient, places)
}

function roundedQuotient(digits: bigint, unit: bigint, rounding: Rounding): bigint {
  const quotient = digits / unit
  const rest = digits % unit
  if (rest === 0n) return quotient
  const away = digits < 0n ? quotient - 1n : quotient + 1n
  const twice = (rest < 0n ? -rest : rest) * 2n
  switch (rounding) {
    case 'down':
      return quotient
    case 'up':
      return away
    case 'floor':
      return digits < 0n ? away : quotient
    case 'ceiling':
      return digits < 0n ? quotient : away
    case 'half-up':
      return twice >= unit ? away : quotient
    case 'half-down':
      return twice > unit ? away : quotient
    case 'half-even':
      return twice > unit || (twice === unit && quotient % 2n !== 0n) ? away : quotient
  }
}

function toPrecision(digits: bigint, scale: number): Decimal {
  const surplus = length(digits) - PRECISION
  if (surplus <= 0 || scale <= 0) return shorten(digits, scale)
  const cut = Math.min(surplus, scale)
  return shorten(roundedQuotient(digits, power(cut), 'half-even'), scale - cut)
}

function shorten(digits: bigint, scale: number): Decimal {
  if (scale < 0) return new Decimal(digits * power(-scale), 0)
  let [d, s] = [digits, scale]
  while (s > 0 && d % 10n === 0n) {
    d /= 10n
    s -= 1
  }
  return new Decimal(d, s)
}

function rescale(a: Decimal, scale: number): bigint {
  return scale === a.scale ? a.digits : a.digits * power(scale - a.scale)
}

function length(digits: bigint): number {
  return (digits < 0n ? -digits : digits).toString().length
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent)
}
