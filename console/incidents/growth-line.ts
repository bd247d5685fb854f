export interface Point {
  /** Share of the time from the first to now, and of the cases, both from 0 to 1. */
  x: number
  y: number
}

/** The way up from the first to all of them, as steps between the tenths, and on to now at the same height. */
export const growthLine = (growth: readonly string[], now: Date): Point[] => {
  const instants = growth.map(at => Date.parse(at))
  const first = instants[0]
  if (first === undefined) return []
  const span = Math.max(1, now.getTime() - first)
  const points = instants.map((at, tenth) => ({
    x: Math.min(1, (at - first) / span),
    y: instants.length > 1 ? tenth / (instants.length - 1) : 1,
  }))
  return [...points, { x: 1, y: 1 }]
}
