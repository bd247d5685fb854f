import type { Term } from '../api-types.d.ts'
import { romeDate } from '../format.ts'

export interface Segment {
  kind: 'used' | 'stop' | 'over'
  /** Percent of the bar. */
  left: number
  width: number
}

const dayNumber = (date: string) => Date.parse(`${date.slice(0, 10)}T12:00:00Z`) / 86_400_000

/**
 * The term as a bar from its start to its due date (or to today, when late): days used, stops striped, days over.
 * What is left is the bar's own ground.
 */
export const segmentsOf = (term: Pick<Term, 'startedAt' | 'due' | 'suspensions' | 'metAt'>, now: Date): Segment[] => {
  const start = dayNumber(romeDate(term.startedAt))
  const due = dayNumber(term.due)
  const today = dayNumber(romeDate(term.metAt ?? now.toISOString()))
  const end = Math.max(due, today, start + 1)
  const percent = (from: number, to: number) => ({
    left: ((from - start) / (end - start)) * 100,
    width: (Math.max(0, to - from) / (end - start)) * 100,
  })
  const stops = term.suspensions.map(stop => ({
    from: dayNumber(stop.from),
    to: Math.min(stop.to ? dayNumber(stop.to) : today, Math.max(today, dayNumber(stop.from))),
  }))
  const segments: Segment[] = []
  let at = start
  const used = (to: number) => {
    if (to > at) segments.push({ kind: 'used', ...percent(at, to) })
  }
  for (const stop of stops) {
    used(Math.min(stop.from, today))
    if (stop.to > stop.from) segments.push({ kind: 'stop', ...percent(stop.from, stop.to) })
    at = Math.max(at, stop.to)
  }
  used(Math.min(today, due))
  if (today > due) segments.push({ kind: 'over', ...percent(Math.max(due, at), today) })
  return segments
}

export interface Move {
  kind: 'started' | 'stopped' | 'resumed' | 'met' | 'due'
  at: string
  /** Why the clock stopped; empty for the other moves. */
  cause: string
}

/** Every move of the law's clock in its order, with what caused it. */
export const movesOf = (term: Pick<Term, 'startedAt' | 'due' | 'suspensions' | 'metAt'>): Move[] => [
  { kind: 'started', at: term.startedAt, cause: '' },
  ...term.suspensions.flatMap(({ cause, from, to }): Move[] => [
    { kind: 'stopped', at: from, cause },
    ...(to ? [{ kind: 'resumed' as const, at: to, cause }] : []),
  ]),
  term.metAt ? { kind: 'met', at: term.metAt, cause: '' } : { kind: 'due', at: term.due, cause: '' },
]
