/** What the money of some entries and reports is for, in euro cents: of one service and year. */
export interface Share {
  /** Null: nothing tells it. */
  service: string | null
  year: number | null
  cents: number
  payments: number
}

export interface Money {
  id: string
  cents: number
}

/**
 * Which shares each entry brings. Entries are filled one after the other, in the order given, with the shares in theirs: so the parts of an entry add up
 * to it, and those of all entries to the shares, to the cent. What the shares do not explain is a part without a service.
 */
export function splitEntries(entries: readonly Money[], shares: readonly Share[]): Map<string, Share[]> {
  const left = shares.filter(share => share.cents > 0).map(share => ({ ...share }))
  const split = new Map<string, Share[]>()
  for (const { id, cents } of entries) {
    let open = cents
    const parts: Share[] = []
    while (open > 0) {
      const [next] = left
      if (next === undefined) {
        parts.push({ service: null, year: null, cents: open, payments: 0 })
        break
      }
      const taken = Math.min(open, next.cents)
      const isWhole = taken === next.cents
      // Payments are counted where their share begins.
      parts.push({ ...next, cents: taken })
      open -= taken
      if (isWhole) left.shift()
      else {
        next.cents -= taken
        next.payments = 0
      }
    }
    split.set(id, parts)
  }
  return split
}

/** VAT that is in a price, to the nearest cent, and what is left; `percent` as a decimal such as `22` or `4.5`. */
export function vatIn(cents: number, percent: string | null): { netCents: number; vatCents: number } {
  const basisPoints = BigInt(Math.round(Number(percent ?? 0) * 100))
  const [gross, whole] = [BigInt(cents) * basisPoints, 10_000n + basisPoints]
  const vatCents = Number((2n * gross + whole) / (2n * whole))
  return { netCents: cents - vatCents, vatCents }
}
