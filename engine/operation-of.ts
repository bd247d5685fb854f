import type { Plan, PlanOperation } from './plan.ts'

/** The operation that an element performs, as the catalogue declared it when the diagram was compiled; null for other elements. */
export function operationOf(plan: Plan, element: string): PlanOperation | null {
  const node = plan.nodes.find(it => it.id === element)
  return node?.kind === 'work' ? node.operation : null
}
