import type { PlanNode, Trigger } from '../plan.ts'
import type { Run } from '../machine/run.ts'
import { subscribe } from '../machine/subscriptions.ts'
import type { Instance, State, Subscription } from '../state.ts'
import type { Atlas } from './atlas.ts'
import type { Migration } from './migration.ts'

/**
 * What each live instance waits for in the new diagram. A wait that is in both goes on, with its date; one that has happened already
 * does not begin again; one that is new counts from the start of its activity; one that is gone is forgotten. `run` is on the new plan.
 */
export function moveWaits(atlas: Atlas, run: Run, before: State, migration: Migration): void {
  const kept: Subscription[] = []
  const fresh: { owner: Instance; node: number }[] = []
  for (const owner of run.state.instances) {
    const past = before.instances.find(it => it.id === owner.id)
    const known = past === undefined ? [] : expected(atlas.from.nodes, atlas.from.scopes, past)
    for (const node of expected(atlas.to.nodes, atlas.to.scopes, owner)) {
      const origin = atlas.origin(node)
      const wait = before.subscriptions.find(it => it.owner === owner.id && it.node === origin)
      const isSame = triggerOf(atlas.from.nodes[origin])?.on === triggerOf(atlas.to.nodes[node])?.on
      const isAnew = migration.timersAnew?.includes(atlas.to.nodes[node]?.id ?? '') === true
      const hasHappened = isSame && known.includes(origin) && wait === undefined
      if (wait !== undefined && isSame && !isAnew) kept.push(renewed(wait, node, triggerOf(atlas.to.nodes[node])))
      else if (!hasHappened && !isInterrupted(run, owner, node)) fresh.push({ owner, node })
    }
  }
  run.state.subscriptions = kept.toSorted((a, b) => a.id - b.id)
  for (const { owner, node } of fresh) {
    run.at = before.steps.find(it => it.id === owner.id)?.enteredAt ?? before.startedAt
    subscribe(run, owner, node)
  }
  run.at = migration.at
}

/** The nodes that may be subscribed on behalf of an instance. */
function expected(nodes: PlanNode[], scopes: Atlas['to']['scopes'], instance: Instance): number[] {
  const node = nodes[instance.node]
  // Inside a loop the boundary events belong to the loop's body.
  const boundaries = instance.index === 0 ? (node?.boundaries ?? []) : []
  if (instance.kind === 'scope') return [...boundaries, ...(scopes[instance.scope]?.handlers ?? [])]
  if (instance.kind !== 'wait') return boundaries
  if (node?.kind !== 'event-based') return [...boundaries, instance.node]
  return node.outgoing.flatMap(flow => nodes.findIndex(it => it.incoming.includes(flow)))
}

/** What the new diagram calls what is waited for; when it comes stays. */
function renewed(wait: Subscription, node: number, trigger: Trigger | null): Subscription {
  if (wait.on === 'message' && trigger?.on === 'message') return { ...wait, node, message: trigger.message }
  if (wait.on === 'signal' && trigger?.on === 'signal') return { ...wait, node, signal: trigger.signal }
  if (wait.on === 'term' && trigger?.on === 'timer' && trigger.timer.type === 'term')
    return { ...wait, node, term: trigger.timer.term }
  return { ...wait, node }
}

/** A scope that one of its handlers has interrupted waits for none of them any more. */
function isInterrupted(run: Run, owner: Instance, node: number): boolean {
  if (run.plan.nodes[node]?.kind !== 'event-sub-process') return false
  return run.state.instances.some(it => {
    const handler = it.parent === owner.id ? run.plan.nodes[it.node] : undefined
    return handler?.kind === 'event-sub-process' && handler.interrupting
  })
}

function triggerOf(node: PlanNode | undefined): Trigger | null {
  return node !== undefined && 'trigger' in node ? node.trigger : null
}
