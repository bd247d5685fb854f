import type { JsonObject } from '../json.ts'
import type { Message } from '../state.ts'
import { nodeOf, note } from './run.ts'
import type { Run } from './run.ts'
import { fire, receiverOf } from './subscriptions.ts'

/** So many ids of deliveries are remembered; a sender does not repeat itself later than that. */
const REMEMBERED = 1000

/** A message from outside: a delivery that was seen before is ignored. Says whether it was new. */
export function receive(run: Run, message: Message): boolean {
  if (!remember(run, message.id)) return false
  deliver(run, message)
  return true
}

/** Notes a delivery's id; false when it was seen before. */
export function remember(run: Run, id: string): boolean {
  const { state } = run
  if (state.seen.includes(id)) return false
  state.seen = [...state.seen.slice(1 - REMEMBERED), id]
  return true
}

/** To one receiver by name and key; else a process of the diagram that it starts; else it waits for a receiver. */
export function deliver(run: Run, message: Message): void {
  const subscription = receiverOf(run, message)
  if (subscription !== undefined) return fire(run, subscription, message.data)
  const start = startPools(run, 'message', message.name)
  // An instantiating receive task finds its message in the inbox.
  if (start !== null && nodeOf(run, start).kind === 'start') return
  run.state.inbox.push(message)
  if (start !== null) return
  note(run, 'message-received', null, { message: message.name, waiting: true })
}

/** To everyone who waits for it now; a signal is not kept. */
export function broadcast(run: Run, signal: string, data: JsonObject): void {
  const waiting = run.state.subscriptions.filter(it => it.on === 'signal' && it.signal === signal)
  // `fire` puts each before the queue: the last one first keeps their order.
  for (const subscription of waiting.reverse()) fire(run, subscription, data)
  startPools(run, 'signal', signal)
}

/** Processes that are not running and have a start event for this begin: one for a message, all for a signal. */
function startPools(run: Run, on: 'message' | 'signal', name: string): number | null {
  let started: number | null = null
  run.plan.scopes.forEach((scope, index) => {
    if (scope.triggered.length === 0 || run.state.instances.some(it => it.kind === 'scope' && it.scope === index))
      return
    const start = startFor(run, scope.triggered, on, name)
    if (start === undefined || (on === 'message' && started !== null)) return
    run.state.queue.unshift({ do: 'open', scope: index, starts: [start] })
    note(run, 'message-received', start, { [on]: name })
    started = start
  })
  return started
}

/** The start event (or instantiating receive task) among `starts` that such a message or signal triggers. */
export function startFor(run: Run, starts: number[], on: 'message' | 'signal', name: string): number | undefined {
  return starts.find(it => {
    const node = nodeOf(run, it)
    if (!('trigger' in node)) return false
    const { trigger } = node
    return trigger.on === 'message'
      ? on === 'message' && trigger.message === name
      : trigger.on === 'signal' && on === 'signal' && trigger.signal === name
  })
}
