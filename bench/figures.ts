/** What a set of measurements says in short. */
export interface Spread {
  median: number
  p95: number
  most: number
}

/** Median, 95th percentile (nearest rank) and the greatest of some figures. Throws when there are none. */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  const [median, p95, most] = [at(0.5), at(0.95), sorted.at(-1)]
  if (median === undefined || p95 === undefined || most === undefined) throw new Error('Nothing was measured')
  return { median, p95, most }
}

/** Milliseconds that something takes, and what it gives. */
export async function timed<T>(run: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const from = performance.now()
  const value = await run()
  return { ms: performance.now() - from, value }
}

/** Does something with every item, at most `width` at once. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  run: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values()
  const lane = async () => {
    for (const item of left) await run(item)
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
}
