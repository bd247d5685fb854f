import type { NodeOf, PlanNode } from '../plan.ts'
import type { Instance, ItemOf, ScopeData, Token } from '../state.ts'
import { holds } from './data.ts'
import type { Seat } from './data.ts'
import { subscribe } from './subscriptions.ts'
import { Defect, nodeOf, push } from './run.ts'
import type { Run } from './run.ts'
import { add, passStep, placeOf, scopeOf } from './tree.ts'

/** A token waits at a join until each incoming flow has one; what is surplus stays for the next round. */
export function enterParallel(run: Run, node: PlanNode, token: Token): void {
  if (node.incoming.length < 2) return pass(run, token)
  const { arrivals } = arrive(run, token)
  if (!node.incoming.every(flow => (arrivals[flow] ?? 0) > 0)) return
  takeOneEach(arrivals, node.incoming)
  pass(run, token)
}

/** A token waits at an inclusive join until `fireInclusiveJoins` finds that no other can still come. */
export function enterInclusive(run: Run, node: PlanNode, token: Token): void {
  if (node.incoming.length < 2) return pass(run, token)
  arrive(run, token)
}

/** One instance holds all the subscriptions: the first to happen takes them all away. */
export function enterEventBased(run: Run, node: PlanNode, token: Token): void {
  const instance = add(run, { kind: 'wait', ...placeOf(token) })
  for (const flow of node.outgoing) subscribe(run, instance, run.plan.flows[flow]?.target ?? -1)
}

export function pass(run: Run, token: Token): void {
  passStep(run, token.node)
  push(run, { do: 'leave', node: token.node, parent: token.parent, instance: 0 })
}

/** Sends a token out of a node, on the flows that its conditions choose; a node without ways out ends the token. */
export function leave(run: Run, item: ItemOf<'leave'>): void {
  const node = nodeOf(run, item.node)
  for (const flow of chooseFlows(run, node, { parent: item.parent, index: 0 })) {
    if (!run.state.flows.includes(flow)) run.state.flows.push(flow)
    const target = run.plan.flows[flow]?.target
    if (target !== undefined) push(run, { do: 'enter', node: target, flow, parent: item.parent, index: 0 })
  }
}

/** Fires the first inclusive join that may fire; says whether one did. To be asked whenever nothing else moves: a token that dies counts, too. */
export function fireInclusiveJoins(run: Run): boolean {
  for (const instance of run.state.instances) {
    if (instance.kind !== 'scope') continue
    const join = joinToFire(run, instance)
    if (join === null) continue
    const index = run.plan.nodes.indexOf(join)
    takeOneEach(instance.arrivals, join.incoming)
    pass(run, { do: 'enter', node: index, flow: null, parent: instance.id, index: 0 })
    return true
  }
  return false
}

/** Tokens that wait at the joins of a scope. */
export function isAnyWaiting(scope: ScopeData): boolean {
  for (const _ in scope.arrivals) return true
  return false
}

function arrive(run: Run, token: Token): ScopeData {
  const scope = scopeOf(run, token.parent)
  const flow = token.flow ?? -1
  scope.arrivals[flow] = (scope.arrivals[flow] ?? 0) + 1
  return scope
}

function takeOneEach(arrivals: ScopeData['arrivals'], flows: number[]): void {
  for (const flow of flows) {
    const count = arrivals[flow]
    if (count === undefined) continue
    if (count > 1) arrivals[flow] = count - 1
    else delete arrivals[flow]
  }
}

function joinToFire(run: Run, scope: Instance & ScopeData): NodeOf<'inclusive'> | null {
  for (const flow of Object.keys(scope.arrivals)) {
    const node = nodeOf(run, run.plan.flows[Number(flow)]?.target ?? -1)
    if (node.kind === 'inclusive' && mayFire(run, node, scope)) return node
  }
  return null
}

/**
 * BPMN 2.0.2, 13.4.3: every other token of the scope that can still reach an empty incoming flow of the join (without passing the join)
 * can also reach a marked one.
 */
function mayFire(run: Run, join: NodeOf<'inclusive'>, scope: Instance & ScopeData): boolean {
  let marked = 0
  join.incoming.forEach((flow, bit) => {
    if (scope.arrivals[flow] !== undefined) marked |= 1 << bit
  })
  const awaits = (node: number) => {
    const reach = join.reach[node] ?? 0
    return (reach & ~marked) !== 0 && (reach & marked) === 0
  }
  for (const instance of run.state.instances) if (instance.parent === scope.id && awaits(instance.node)) return false
  for (const flow of Object.keys(scope.arrivals)) {
    const target = run.plan.flows[Number(flow)]?.target ?? -1
    if (run.plan.nodes[target] !== join && awaits(target)) return false
  }
  return true
}

function chooseFlows(run: Run, node: PlanNode, seat: Seat): number[] {
  const { outgoing } = node
  if (outgoing.length === 0 || node.kind === 'parallel' || node.kind === 'event-based') return outgoing
  const kind = node.kind === 'exclusive' ? 'one' : 'some'
  const isFree = outgoing.every(flow => run.plan.flows[flow]?.condition === null)
  if (isFree && (kind === 'some' || outgoing.length === 1)) return outgoing
  const chosen = run.decide === undefined ? byConditions(run, node, seat, kind) : byDecision(run, node, kind)
  if (chosen.length > 0) return chosen
  throw new Defect('no-flow', 'Nessuna delle condizioni in uscita è vera e manca il percorso predefinito.', node.id)
}

/** The default flow is taken when no condition holds, whatever goes on without one. */
function byConditions(run: Run, node: PlanNode, seat: Seat, kind: 'one' | 'some'): number[] {
  const chosen: number[] = []
  let isAnyTrue = false
  for (const flow of node.outgoing) {
    const condition = run.plan.flows[flow]?.condition ?? null
    if (flow === node.otherwise || (condition !== null && !holds(run, condition, seat))) continue
    if (condition !== null || kind === 'one') isAnyTrue = true
    chosen.push(flow)
    if (kind === 'one') break
  }
  return isAnyTrue || node.otherwise === null ? chosen : [...chosen, node.otherwise]
}

function byDecision(run: Run, node: PlanNode, kind: 'one' | 'some'): number[] {
  const idOf = (flow: number) => run.plan.flows[flow]?.id ?? ''
  const picked = run.decide?.({ element: node.id, kind, flows: node.outgoing.map(idOf) }) ?? []
  const chosen = node.outgoing.filter(flow => picked.includes(idOf(flow)))
  return chosen.length > 0 || node.otherwise === null ? chosen : [node.otherwise]
}
