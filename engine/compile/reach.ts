import type { NodeOf } from '../plan.ts'
import type { Compilation } from './compilation.ts'

/** Bits of a mask that JavaScript's operators keep. */
export const MAX_INCOMING = 30

/** For every inclusive join: which of its incoming flows a token at each node can still reach without passing the join. */
export function computeReach(compilation: Compilation): void {
  compilation.nodes.forEach((node, index) => {
    if (node.kind === 'inclusive' && node.incoming.length > 1) node.reach = reachOf(compilation, node, index)
  })
}

function reachOf(compilation: Compilation, join: NodeOf<'inclusive'>, index: number): number[] {
  const reach = compilation.nodes.map(() => 0)
  join.incoming.forEach((flow, bit) => {
    const source = compilation.flows[flow]?.source
    for (const node of source === undefined ? [] : before(compilation, source, index))
      reach[node] = (reach[node] ?? 0) | (1 << bit)
  })
  return reach
}

/** The node and everything from which a token can come to it; an activity's boundary events are ways out of it. */
function before(compilation: Compilation, node: number, join: number): Set<number> {
  const found = new Set<number>()
  const waiting = [node]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === join || found.has(next)) continue
    found.add(next)
    const element = compilation.nodes[next]
    if (element?.kind === 'boundary') waiting.push(element.host)
    for (const flow of element?.incoming ?? []) waiting.push(compilation.flows[flow]?.source ?? join)
  }
  return found
}
