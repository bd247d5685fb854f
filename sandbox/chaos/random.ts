/** Numbers from a seed: the same seed tells the same story. */
export interface Random {
  /** 0 <= x < 1 */
  next: () => number
  /** 0 <= n < below */
  int: (below: number) => number
  pick: <T>(from: readonly T[]) => T
  /** An independent source, so that what is drawn in one place does not shift another. */
  fork: (salt: number) => Random
}

/** mulberry32: 32 bits of state are plenty for playing people. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (below: number): number => Math.floor(next() * below)
  return {
    next,
    int,
    pick: from => {
      const picked = from[int(from.length)]
      if (picked === undefined) throw new RangeError('nothing to pick from')
      return picked
    },
    fork: salt => createRandom(Math.imul(seed ^ 0x9e3779b9, 2 * salt + 1) + salt),
  }
}
