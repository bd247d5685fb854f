import type { CaseCount } from '../../db/queries/count-cases.ts'
import type { Text } from '../../engine/json.ts'
import type { phases } from '../api/case-views.ts'
import type { Names } from '../reading/names.ts'
import type { CaseQuery } from './case-filter.ts'

type Phase = (typeof phases)[number]
type Facet = 'procedure' | 'open' | 'phase' | 'outcome'

/** How many cases each filter would leave: every facet is counted with the other filters on and its own off. */
export function countsOf(counted: readonly CaseCount[], query: CaseQuery, names: Names) {
  const within = (facet: Facet) => counted.filter(one => fits(one, query, facet))
  const byOpen = within('open')
  return {
    total: sum(byOpen),
    open: sum(byOpen.filter(one => one.phase !== 'ended')),
    phases: phaseCounts(within('phase')),
    procedures: tally(within('procedure'), one => one.procedure).map(one => ({
      ...one,
      title: names.procedure(one.value) satisfies Text,
    })),
    outcomes: tally(within('outcome'), one => one.outcome),
  }
}

function fits(one: CaseCount, { procedure, status, open, phase, outcome }: CaseQuery, but: Facet): boolean {
  if (but !== 'procedure' && procedure !== undefined && one.procedure !== procedure) return false
  if (status && one.status !== status) return false
  if (but !== 'open' && open !== undefined && (one.phase !== 'ended') !== open) return false
  // How a case ended and where an open one stands exclude each other: they are one choice.
  if (but === 'phase' || but === 'open') return true
  return (!phase || one.phase === phase) && (but === 'outcome' || outcome === undefined || one.outcome === outcome)
}

function tally(some: readonly CaseCount[], keyOf: (one: CaseCount) => string | null) {
  const keys = [...new Set(some.map(keyOf))].filter(key => key !== null)
  return keys
    .map(value => ({ value, count: sum(some.filter(one => keyOf(one) === value)) }))
    .toSorted((a, b) => b.count - a.count || a.value.localeCompare(b.value))
}

const sum = (some: readonly CaseCount[]) => some.reduce((total, one) => total + one.count, 0)

function phaseCounts(some: readonly CaseCount[]): Record<Phase, number> {
  const of = (phase: Phase) => sum(some.filter(one => one.phase === phase))
  return {
    working: of('working'),
    'waiting-task': of('waiting-task'),
    'waiting-outside': of('waiting-outside'),
    'waiting-time': of('waiting-time'),
    blocked: of('blocked'),
    suspended: of('suspended'),
    ended: of('ended'),
  }
}
