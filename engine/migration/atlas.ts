import type { Plan, PlanNode } from '../plan.ts'
import type { Migration } from './migration.ts'

/** Where everything of the old plan is in the new one; -1 for what is not there any more. */
export interface Atlas {
  from: Plan
  to: Plan
  node: (index: number) => number
  /** The old node that has become this one. */
  origin: (index: number) => number
  flow: (index: number) => number
  scope: (index: number) => number
}

export function atlasOf(from: Plan, to: Plan, { elements = {} }: Migration): Atlas {
  const idOf = (id: string) => (Object.hasOwn(elements, id) ? (elements[id] ?? id) : id)
  const places = new Map(to.nodes.map((it, index) => [it.id, index]))
  const nodes = from.nodes.map(it => places.get(idOf(it.id)) ?? -1)
  const flows = from.flows.map(it => to.flows.findIndex(other => other.id === idOf(it.id)))
  const scopes = from.scopes.map((scope, index) => {
    const opener = scope.node === null ? undefined : to.nodes[nodes[scope.node] ?? -1]
    if (scope.node !== null) return opener !== undefined && 'inner' in opener ? opener.inner : -1
    // The first process is the procedure, whatever it is called.
    if (index === from.roots[0]) return to.roots[0] ?? -1
    return to.scopes.findIndex(it => it.node === null && it.id === idOf(scope.id))
  })
  return {
    from,
    to,
    node: index => nodes[index] ?? -1,
    origin: index => nodes.indexOf(index),
    flow: index => flows[index] ?? -1,
    scope: index => scopes[index] ?? -1,
  }
}

/** Why one element cannot take the place of another while a token is there; null when it can. */
export function difference(before: PlanNode, after: PlanNode): string | null {
  if (before.kind !== after.kind) return `${before.type} → ${after.type}`
  if (before.loop?.type !== after.loop?.type) return 'loop'
  if (before.loop?.type === 'instances' && after.loop?.type === 'instances')
    return before.loop.sequential === after.loop.sequential ? null : 'loop'
  if (before.kind === 'catch' && after.kind === 'catch' && before.trigger.on !== after.trigger.on)
    return `${before.trigger.on} → ${after.trigger.on}`
  if (before.kind !== 'work' || after.kind !== 'work') return null
  return before.operation.name === after.operation.name ? null : `${before.operation.name} → ${after.operation.name}`
}
