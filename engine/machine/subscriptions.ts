import type { Json } from '../json.ts'
import type { PlanNode, TimerDef, Trigger } from '../plan.ts'
import type { Instance, Message, Subscription } from '../state.ts'
import { addDuration, startOfDay } from '../terms/instants.ts'
import { evaluate, holds } from './data.ts'
import type { Seat } from './data.ts'
import { Defect, nodeOf, push } from './run.ts'
import type { Run } from './run.ts'

type Catching = Extract<PlanNode, { trigger: Trigger }>
type TimerPart = { on: 'timer'; due: string; left: number; every: string | null } | { on: 'term'; term: string }

/** An activity's boundary events wait while it lives. */
export function subscribeBoundaries(run: Run, instance: Instance): void {
  for (const index of nodeOf(run, instance.node).boundaries) subscribe(run, instance, index)
}

/** Event sub-processes wait while their scope is open. */
export function subscribeHandlers(run: Run, instance: Extract<Instance, { kind: 'scope' }>): void {
  const scope = run.plan.scopes[instance.scope]
  for (const index of scope?.handlers ?? []) subscribe(run, instance, index)
}

/**
 * Begins to wait for what the node catches, on behalf of `owner`. What is true or has come already triggers at once, before any
 * token that is on its way. Errors, escalations, compensation and cancellation need no subscription: they are looked up when thrown.
 */
export function subscribe(run: Run, owner: Instance, index: number): void {
  const node = nodeOf(run, index)
  if (!('trigger' in node)) return
  const part = waitsFor(run, node, seatOf(owner, node))
  if (part === null) return
  const subscription: Subscription = { id: run.state.next++, owner: owner.id, node: index, ...part }
  run.state.subscriptions.push(subscription)
  if (subscription.on === 'message') takeFromInbox(run, subscription)
  if (subscription.on === 'condition') checkCondition(run, subscription)
  if (subscription.on === 'term' && run.state.terms[subscription.term]?.state === 'expired')
    fire(run, subscription, null)
}

/** Fires a condition when it has become true; says whether it did. */
export function checkCondition(run: Run, subscription: Extract<Subscription, { on: 'condition' }>): boolean {
  const node = nodeOf(run, subscription.node)
  const owner = run.state.instances.find(it => it.id === subscription.owner)
  if (!('trigger' in node) || node.trigger.on !== 'condition' || owner === undefined) return false
  const before = subscription.held
  subscription.held = holds(run, node.trigger.condition, seatOf(owner, node))
  if (before || !subscription.held) return false
  fire(run, subscription, null)
  return true
}

/** Puts a trigger before everything that is on its way. */
export function fire(run: Run, subscription: Subscription, result: Json): void {
  if (endsBy(run, subscription)) unsubscribe(run, subscription)
  run.state.queue.unshift({ do: 'trigger', owner: subscription.owner, node: subscription.node, result })
}

export function unsubscribe(run: Run, subscription: Subscription): void {
  run.state.subscriptions = run.state.subscriptions.filter(it => it !== subscription)
}

/** The one subscription that a message goes to: the oldest that fits. */
export function receiverOf(run: Run, message: Message): Subscription | undefined {
  return run.state.subscriptions.find(
    it => it.on === 'message' && it.message === message.name && (it.key === null || it.key === message.key),
  )
}

/** When a timer is due. */
export function dueOf(run: Run, timer: Exclude<TimerDef, { type: 'term' }>, seat: Seat): string {
  if (timer.type === 'cycle') return addDuration(run.at, timer.every)
  const value = typeof timer.value === 'string' ? timer.value : evaluate(run, timer.value, seat)
  if (typeof value !== 'string')
    throw new Defect('bad-timer', 'La scadenza calcolata dal diagramma non è una data né una durata.')
  return instantOf(run, timer.type, value)
}

function instantOf(run: Run, type: 'duration' | 'date', value: string): string {
  try {
    if (type === 'duration') return addDuration(run.at, value)
    return value.length === 10 ? startOfDay(value) : addDuration(value, 'PT0S')
  } catch {
    throw new Defect('bad-timer', 'La scadenza calcolata dal diagramma non è valida.', value)
  }
}

function waitsFor(run: Run, node: Catching, seat: Seat) {
  const { trigger } = node
  switch (trigger.on) {
    case 'timer':
      return timerPart(run, trigger.timer, seat)
    case 'message':
      return { on: 'message' as const, message: trigger.message, key: keyOf(run, trigger.key, seat) }
    case 'signal':
      return { on: 'signal' as const, signal: trigger.signal }
    case 'condition':
      return { on: 'condition' as const, held: false }
    case 'none':
    case 'error':
    case 'escalation':
    case 'compensation':
    case 'cancel':
      return null
  }
}

function timerPart(run: Run, timer: TimerDef, seat: Seat): TimerPart {
  if (timer.type === 'term') return { on: 'term', term: timer.term }
  const cycle = timer.type === 'cycle' ? timer : null
  return { on: 'timer', due: dueOf(run, timer, seat), left: cycle?.times ?? 1, every: cycle?.every ?? null }
}

/** A correlation key as text; null when the event takes every key. */
export function keyOf(run: Run, key: Extract<Trigger, { on: 'message' }>['key'], seat: Seat): string | null {
  if (key === null) return null
  const value = evaluate(run, key, seat)
  if (value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function takeFromInbox(run: Run, subscription: Subscription): void {
  const message = run.state.inbox.find(it => receiverOf(run, it) === subscription)
  if (message === undefined) return
  run.state.inbox = run.state.inbox.filter(it => it !== message)
  fire(run, subscription, message.data)
}

/** Interrupting events and plain catches wait once; the others go on waiting, a cycle as often as it says. */
function endsBy(run: Run, subscription: Subscription): boolean {
  if (subscription.on === 'timer' && subscription.left !== 1 && subscription.every !== null) {
    if (subscription.left > 0) subscription.left--
    subscription.due = addDuration(subscription.due, subscription.every)
    return false
  }
  if (subscription.on === 'timer' || subscription.on === 'term') return true
  return isInterrupting(nodeOf(run, subscription.node))
}

export function isInterrupting(node: PlanNode): boolean {
  return node.kind === 'boundary' || node.kind === 'event-sub-process' ? node.interrupting : true
}

/** Boundary events and handlers see what is around the activity, not what is in it. */
function seatOf(owner: Instance, node: PlanNode): Seat {
  return node.kind === 'event-sub-process'
    ? { parent: owner.id, index: 0 }
    : { parent: owner.parent, index: owner.index }
}

export function startTokens(run: Run, parent: number, nodes: number[]): void {
  for (const node of nodes) push(run, { do: 'enter', node, flow: null, parent, index: 0 })
}
