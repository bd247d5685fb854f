import type { Plan } from '../plan.ts'
import type { State } from '../state.ts'
import type { Edge, Explored } from './explore.ts'

/** Tokens that wait for ever: nothing that may still happen lets them go on. */
export interface Stuck {
  /** The join, or the element that waits for a message that nobody sends any more. */
  node: number
  /** All visits where it is so; the first is the nearest to the beginning. */
  visits: number[]
}

/**
 * For each join and each wait for what only the diagram itself sends: the markings from which no way leads on for the tokens there.
 * That an event from around could still tear the whole scope away (a withdrawal, the end of the year) does not count as going on;
 * that their own scope ends by its own doing (terminate, an error that is thrown) does.
 */
export function findStuck(plan: Plan, explored: Explored): Stuck[] {
  const tokens = explored.visits.map(it => waitingTokens(plan, it.state))
  const candidates = new Set(tokens.flatMap(it => [...it.keys()]))
  return [...candidates].flatMap(node => {
    const visits = stuckAt(plan, explored, { node, tokens: tokens.map(it => it.get(node) ?? 0) })
    return visits.length === 0 ? [] : [{ node, visits }]
  })
}

function stuckAt(plan: Plan, explored: Explored, { node, tokens }: { node: number; tokens: number[] }): number[] {
  const { visits } = explored
  const isFewer = (at: number, edge: Edge) => (tokens[edge.to] ?? 0) < (tokens[at] ?? 0)
  const isLoss = (at: number, edge: Edge) => isFewer(at, edge) && tearsAway(plan, edge, node)
  const isFired = (edge: Edge) => edge.nodes.includes(node) && plan.nodes[node]?.kind !== 'catch'
  const goesOn = (at: number, edge: Edge) => isFired(edge) || (isFewer(at, edge) && !isLoss(at, edge))
  const free = visits.flatMap((it, at) =>
    it.edges === null || tokens[at] === 0 || it.edges.some(edge => goesOn(at, edge)) ? [at] : [],
  )
  const good = backward(explored, free, (at, edge) => !isLoss(at, edge))
  return visits.flatMap((_, at) => (good.has(at) ? [] : [at]))
}

/** Visits from which one of `goals` can be reached, by the edges that count. */
export function backward(
  { visits }: Explored,
  goals: number[],
  counts: (at: number, edge: Edge) => boolean = () => true,
): Set<number> {
  const sources = new Map<number, number[]>()
  visits.forEach(({ edges }, at) => {
    for (const edge of edges ?? []) {
      if (!counts(at, edge)) continue
      const known = sources.get(edge.to)
      if (known === undefined) sources.set(edge.to, [at])
      else known.push(at)
    }
  })
  const found = new Set(goals)
  const waiting = [...goals]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const source of sources.get(next) ?? []) {
      if (found.has(source)) continue
      found.add(source)
      waiting.push(source)
    }
  }
  return found
}

/** Tokens by the node at which they wait for other tokens, or for something that only the diagram sends. */
function waitingTokens(plan: Plan, state: State): Map<number, number> {
  const tokens = new Map<number, number>()
  const add = (node: number, times: number) => tokens.set(node, (tokens.get(node) ?? 0) + times)
  for (const instance of state.instances) {
    if (instance.kind === 'scope')
      for (const [flow, times] of Object.entries(instance.arrivals)) add(plan.flows[Number(flow)]?.target ?? -1, times)
    // What comes from outside has become a timer.
    const isOwnWait =
      instance.kind === 'wait' && state.subscriptions.every(it => it.owner !== instance.id || it.on !== 'timer')
    if (isOwnWait) add(instance.node, 1)
  }
  return tokens
}

/** An event from around, or work that failed, ended the scope that the tokens were in. */
function tearsAway(plan: Plan, { move }: Edge, node: number): boolean {
  const mover = plan.nodes[move.node ?? -1]
  if (move.choice === 'error') return true
  if (mover?.kind === 'boundary') return mover.interrupting && mover.host !== node
  return mover?.kind === 'event-sub-process' && mover.interrupting
}
