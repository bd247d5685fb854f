import type { Platform } from './declaration.ts'
import type { GuardLimits } from './guard.ts'

const usual: GuardLimits = { threshold: 5, openMs: 15_000, maxOpenMs: 120_000, perSecond: 20, burst: 20, slots: 8 }

const limits: Partial<Record<Platform, GuardLimits>> = {
  // GPD's gateway policy: 100 calls in 10 s for each subscription key.
  pagopa: { ...usual, perSecond: 9, burst: 10 },
  // No figure is published for IO: a cautious one, lowered by each 429.
  io: { ...usual, perSecond: 10, burst: 10 },
  // Each town's calls go one after the other anyway, because of the increasing number.
  anpr: { ...usual, slots: 6 },
}

/** Limits towards a platform; `scale` shortens the open times of rehearsals and tests. */
export function limitsOf(platform: Platform, scale: number): GuardLimits {
  const found = limits[platform] ?? usual
  return { ...found, openMs: found.openMs * scale, maxOpenMs: found.maxOpenMs * scale }
}
