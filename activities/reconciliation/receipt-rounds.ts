import type { Instant } from '../../engine/json.ts'

/** Seconds of one try; SANP's rule is slot x (2^k - 1) for five rounds. */
const slot = 15
const rounds = 5
const hourly = 24
const daily = 30

/** Seconds before round number `tries` + 1: 15, 45, 105, 225, 465, then hourly for a day, then daily for a month; null when it is given up. */
export function secondsBeforeRound(tries: number): number | null {
  if (tries < rounds) return slot * (2 ** (tries + 1) - 1)
  if (tries < rounds + hourly) return 3_600
  return tries < rounds + hourly + daily ? 86_400 : null
}

export function nextRound(from: Instant, tries: number, scale: number): Instant | null {
  const seconds = secondsBeforeRound(tries)
  return seconds === null ? null : new Date(Date.parse(from) + seconds * 1000 * scale).toISOString()
}
