import type { Plan, PlanNode } from '../plan.ts'
import type { Finding } from './report.ts'
import { openers } from './without-data.ts'
import { WORDS } from './wording.ts'

/** What the law asks of a procedure: every task has an office, every wait has a deadline or a stated reason for having none (L. 241/1990, art. 2). */
export function findIllegal(plan: Plan): Finding[] {
  return plan.nodes.flatMap((node, index) => {
    const kinds: ('no-office' | 'no-deadline')[] = []
    if (node.kind === 'user' && node.office === '') kinds.push('no-office')
    if (waits(plan, node) && !isLimited(plan, node, index)) kinds.push('no-deadline')
    // A task is in somebody's list at least; what is waited for from outside is in nobody's.
    const severity = (kind: (typeof kinds)[number]) =>
      kind === 'no-deadline' && node.kind === 'user' ? 'warning' : 'error'
    return kinds.map((kind): Finding => {
      const place = { element: node.id, name: node.name }
      return { kind, ...place, ...WORDS[kind], severity: severity(kind), trace: [] }
    })
  })
}

/** Whether somebody or something outside the case is waited for. Work has its own patience: it ends as an incident. */
function waits(plan: Plan, node: PlanNode): boolean {
  if (node.kind === 'user' || node.kind === 'child') return true
  if (node.kind === 'event-based') return true
  const isChoice = node.incoming.some(flow => plan.nodes[plan.flows[flow]?.source ?? -1]?.kind === 'event-based')
  return node.kind === 'catch' && node.trigger.on !== 'timer' && !isChoice
}

function isLimited(plan: Plan, node: PlanNode, index: number): boolean {
  if (node.unlimited !== undefined) return true
  if (node.kind === 'user' && node.due !== null) return true
  const choices = node.kind === 'event-based' ? node.outgoing.map(flow => plan.flows[flow]?.target ?? -1) : []
  return choices.some(it => isTimer(plan, it)) || isLimitedAround(plan, index, new Set())
}

/** A timer at the activity, in the scope, or around it: on every way in, where several activities call the same process. */
function isLimitedAround(plan: Plan, index: number, seen: Set<number>): boolean {
  const node = plan.nodes[index]
  if (node === undefined || seen.has(index)) return false
  seen.add(index)
  if (node.boundaries.some(it => isTimer(plan, it))) return true
  if ((plan.scopes[node.scope]?.handlers ?? []).some(it => isTimer(plan, it))) return true
  const around = openers(plan, node.scope)
  return around.length > 0 && around.every(it => isLimitedAround(plan, it, seen))
}

function isTimer(plan: Plan, index: number): boolean {
  const node = plan.nodes[index]
  return node !== undefined && 'trigger' in node && node.trigger.on === 'timer'
}
