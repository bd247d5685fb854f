import type { Instant } from './json.ts'
import type { Plan, PlanNode } from './plan.ts'
import type { Instance, State, Subscription } from './state.ts'
import { addDays } from './terms/civil.ts'
import { localDate, startOfDay } from './terms/instants.ts'
import { termDue, termFiresAt } from './terms/term.ts'
import type { StepView } from './view.ts'

export type Waiting = NonNullable<StepView['waitingFor']>

/** When a wait ends by itself. */
type End = Pick<Waiting, 'until' | 'term' | 'lastDay'>

/** For whom or what a live instance waits; null when it is not what waits. */
export function waitingOf(plan: Plan, state: State, instance: Instance, node: PlanNode): Waiting | null {
  const own = state.subscriptions.filter(it => it.owner === instance.id)
  const end = earliestEnd(plan, state, own)
  switch (instance.kind) {
    case 'user':
      return { kind: 'task', what: node.kind === 'user' ? node.office : '', ...end }
    case 'work':
      return { kind: 'work', what: node.kind === 'work' ? node.operation.platform : '', ...end }
    case 'child':
      return { kind: 'child', what: node.kind === 'child' ? node.procedure : '', ...end }
    case 'wait':
      return waitingForEvent(plan, own, end)
    case 'scope':
      return waitingForItsEnd(plan, state, instance, own)
    case 'body':
    case 'compensating':
    case 'stuck':
      return null
  }
}

/** Of several events the message or signal names the wait, the timer its end. */
function waitingForEvent(plan: Plan, own: Subscription[], end: End): Waiting | null {
  const awaited = own.filter(it => it.on === 'message' || it.on === 'signal')
  const [first] = awaited
  if (first === undefined) return own.length === 0 ? null : { kind: 'timer', what: end.term ?? '', ...end }
  const isIdle = awaited.every(it => isIdleNode(plan.nodes[it.node]))
  const what = first.on === 'message' ? first.message : first.signal
  return { kind: 'message', what, ...end, ...(isIdle ? { idle: true as const } : {}) }
}

/** A sub-process in which nobody is asked for anything waits for the timer or term that ends it. */
function waitingForItsEnd(plan: Plan, state: State, scope: Instance, own: Subscription[]): Waiting | null {
  const ending = own.filter(it => {
    const node = plan.nodes[it.node]
    return node?.kind === 'boundary' && node.interrupting
  })
  const end = earliestEnd(plan, state, ending)
  if (end.until === null || !isQuiet(plan, state, scope)) return null
  return { kind: 'timer', what: end.term ?? '', ...end }
}

/** Whether everything that lives in a scope is a wait that asks for nothing. */
function isQuiet(plan: Plan, state: State, scope: Instance): boolean {
  const inside = new Set([scope.id])
  let waits = 0
  for (const instance of state.instances) {
    if (!inside.has(instance.parent)) continue
    inside.add(instance.id)
    if (instance.kind === 'scope') continue
    if (instance.kind !== 'wait' || !isIdleNode(plan.nodes[instance.node])) return false
    waits++
  }
  return waits > 0
}

function isIdleNode(node: PlanNode | undefined): boolean {
  return node?.kind === 'catch' && node.idle === true
}

/** Of several timers and terms the one that comes first. */
function earliestEnd(plan: Plan, state: State, subscriptions: Subscription[]): End {
  let earliest: End = { until: null }
  for (const it of subscriptions) {
    const end = endOf(plan, state, it)
    if (end === null) continue
    if (earliest.until === null || (end.until !== null && end.until < earliest.until)) earliest = end
  }
  return earliest
}

/** A term that stands is named, but nothing ends by it for now. */
function endOf(plan: Plan, state: State, subscription: Subscription): End | null {
  if (subscription.on === 'timer') return { until: subscription.due, ...lastDayOf(plan, subscription) }
  const term = subscription.on === 'term' ? state.terms[subscription.term] : undefined
  if (term === undefined) return null
  const until = termFiresAt(term)
  return { until, term: term.def.key, ...(until === null ? {} : { lastDay: termDue(term) }) }
}

/** A timer set on a date fires as that day begins: the day before is the last one of the wait. */
function lastDayOf(plan: Plan, { node, due }: { node: number; due: Instant }): Pick<End, 'lastDay'> {
  const waiting = plan.nodes[node]
  if (waiting === undefined || !('trigger' in waiting) || waiting.trigger.on !== 'timer') return {}
  const day = localDate(due)
  if (waiting.trigger.timer.type !== 'date' || startOfDay(day) !== due) return {}
  return { lastDay: addDays(day, -1) }
}
