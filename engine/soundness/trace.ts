import type { Plan } from '../plan.ts'
import type { Explored, Visit } from './explore.ts'
import type { TraceStep } from './report.ts'

/** The shortest way from the beginning to a visit. */
export function traceTo(plan: Plan, explored: Explored, visit: number): TraceStep[] {
  const steps: TraceStep[] = []
  for (let at = visit; at >= 0;) {
    const here = explored.visits[at]
    if (here === undefined) break
    steps.unshift(stepOf(plan, here))
    at = here.from
  }
  return steps
}

/** Ids of the elements that are live in a visit, and of the joins where tokens wait. */
export function activeIn(plan: Plan, { state }: Visit): string[] {
  const nodes = state.instances.flatMap(it => {
    const joins =
      it.kind === 'scope' ? Object.keys(it.arrivals).map(flow => plan.flows[Number(flow)]?.target ?? -1) : []
    return [it.node, ...joins]
  })
  return [...new Set(nodes)].flatMap(it => plan.nodes[it]?.id ?? [])
}

function stepOf(plan: Plan, visit: Visit): TraceStep {
  const { move, flows } = visit
  const node = move.node === null ? undefined : plan.nodes[move.node]
  return {
    element: node?.id ?? null,
    name: node?.name ?? null,
    choice: move.choice,
    code: move.code,
    flows: flows.map(it => plan.flows[it]?.id ?? ''),
    active: activeIn(plan, visit),
  }
}
