import type { Failure } from '../event.ts'
import type { PlanNode } from '../plan.ts'
import type { Instance } from '../state.ts'
import { nodeOf } from './run.ts'
import type { Run } from './run.ts'
import { find } from './tree.ts'

interface Catcher {
  owner: number
  node: number
}

/**
 * Throws a BPMN error from an instance outward; says whether anything catches it.
 * What catches is put before every token on its way, because an error always interrupts.
 */
export function throwError(run: Run, from: number, error: Pick<Failure, 'code' | 'message'>): boolean {
  return throwTo(run, findCatcher(run, from, 'error', error.code), { code: error.code, message: error.message })
}

/** Throws an escalation; one that nobody catches is of no effect. */
export function throwEscalation(run: Run, from: number, code: string): void {
  throwTo(run, findCatcher(run, from, 'escalation', code), { code, message: '' })
}

function throwTo(run: Run, catcher: Catcher | null, result: { code: string; message: string }): boolean {
  if (catcher !== null) run.state.queue.unshift({ do: 'trigger', ...catcher, result })
  return catcher !== null
}

/** Innermost outward; at one level event sub-processes before boundary events, the specific code before the catch-all. */
function findCatcher(run: Run, from: number, on: 'error' | 'escalation', code: string): Catcher | null {
  let inside: Instance | undefined
  for (let instance = find(run, from); instance !== undefined; instance = find(run, instance.parent)) {
    const node = catcherAt(run, instance, inside, candidate => catches(candidate, on, code))
    if (node !== null) return { owner: instance.id, node }
    inside = instance
  }
  return null
}

function catcherAt(
  run: Run,
  instance: Instance,
  inside: Instance | undefined,
  rank: (node: PlanNode) => number,
): number | null {
  // An error in an event sub-process is not for its own scope's handlers again.
  const isHandling = inside !== undefined && inside.node >= 0 && nodeOf(run, inside.node).kind === 'event-sub-process'
  const handlers = instance.kind === 'scope' && !isHandling ? (run.plan.scopes[instance.scope]?.handlers ?? []) : []
  // Inside a loop the boundary events belong to the loop's body.
  const boundaries = instance.node >= 0 && instance.index === 0 ? nodeOf(run, instance.node).boundaries : []
  return best(run, handlers, rank) ?? best(run, boundaries, rank)
}

function best(run: Run, nodes: number[], rank: (node: PlanNode) => number): number | null {
  return nodes.find(it => rank(nodeOf(run, it)) === 2) ?? nodes.find(it => rank(nodeOf(run, it)) === 1) ?? null
}

/** 2 for the code itself, 1 for a catch-all, 0 for another event. */
function catches(node: PlanNode, on: 'error' | 'escalation', code: string): number {
  if (!('trigger' in node) || (node.trigger.on !== 'error' && node.trigger.on !== 'escalation')) return 0
  if (node.trigger.on !== on) return 0
  if (node.trigger.code === null) return 1
  return node.trigger.code === code ? 2 : 0
}
