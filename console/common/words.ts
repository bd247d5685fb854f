/** The five words that are never mixed, and the two dates that are easily mixed up. Each has its meaning in `iter.words`. */
export const words = ['waiting', 'blocked', 'suspended', 'stopped', 'unavailable', 'due', 'legal_due'] as const

/** The word that a case's phase is told with; none for what needs no explaining. */
export const wordOfPhase: Partial<Record<string, Word>> = {
  'waiting-task': 'waiting',
  'waiting-outside': 'waiting',
  'waiting-time': 'waiting',
  blocked: 'blocked',
  suspended: 'stopped',
}

export type Word = (typeof words)[number]
