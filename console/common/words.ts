/** The five words that are never mixed, and the two dates that are easily mixed up. Each has its meaning in `iter.words`. */
export const words = ['waiting', 'blocked', 'suspended', 'stopped', 'unavailable', 'due', 'legal_due'] as const

export type Word = (typeof words)[number]
