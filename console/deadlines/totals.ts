import type { ListDeadlinesAnswer } from '../api-types.d.ts'

export interface Totals {
  late: number
  weeks: number[]
  later: number
  suspended: number
}

/** All offices together. */
export const totalsOf = ({ items, weeks }: ListDeadlinesAnswer): Totals => {
  const sum = (of: (row: ListDeadlinesAnswer['items'][number]) => number) =>
    items.reduce((total, row) => total + of(row), 0)
  return {
    late: sum(row => row.late),
    weeks: weeks.map((_, week) => sum(row => row.weeks[week] ?? 0)),
    later: sum(row => row.later),
    suspended: sum(row => row.suspended),
  }
}

interface Cell {
  municipality: string
  office: string
  procedure: string | null
  dueFrom?: string
  dueTo?: string
  term: 'running' | 'suspended'
}

/** The list of the cases that a number counts. */
export const casesOf = ({ procedure, ...given }: Cell): string => {
  const query = new URLSearchParams({ open: 'true', ...given, sort: 'due', order: 'asc' })
  if (procedure) query.set('procedure', procedure)
  return `/cases?${query}`
}

/** The day before, as a date of law. */
export const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
