/** A part of a debt that goes to another body. */
export interface Share {
  /** Thousandths of the town's own part that come on top of it: 50 for TEFA, 5 % of the tax. */
  permille: number
}

/** An amount in `parts` instalments that differ by a cent at most; the first ones carry what does not divide. */
export function instalmentsOf(cents: number, parts: number): number[] {
  if (parts < 1 || cents < parts) throw new RangeError('every instalment must be at least one cent')
  const even = Math.floor(cents / parts)
  return Array.from({ length: parts }, (_, index) => even + (index < cents % parts ? 1 : 0))
}

/** What each body gets of a total in which every share is a rate of the town's part; the town's comes first and takes the rounding. */
export function partsOf(cents: number, shares: readonly Share[]): number[] {
  const whole = 1_000 + shares.reduce((sum, it) => sum + it.permille, 0)
  const others = shares.map(({ permille }) => rounded(cents * permille, whole))
  return [cents - others.reduce((sum, it) => sum + it, 0), ...others]
}

/**
 * Spreads what each body gets over the instalments: every instalment's transfers make it to the cent, and every body gets over all instalments
 * exactly what the single payment would give it.
 */
export function spread(parts: readonly number[], instalments: readonly number[]): number[][] {
  const total = parts.reduce((sum, it) => sum + it, 0)
  const others = parts.slice(1)
  let before = 0
  return instalments.map(cents => {
    const after = before + cents
    // Each body's due up to here less what it had: roundings never add up.
    const due = others.map(part => rounded(part * after, total) - rounded(part * before, total))
    before = after
    return [cents - due.reduce((sum, it) => sum + it, 0), ...due]
  })
}

/** Whole-number division, a half rounded up. */
function rounded(numerator: number, denominator: number): number {
  return Number((2n * BigInt(numerator) + BigInt(denominator)) / (2n * BigInt(denominator)))
}
