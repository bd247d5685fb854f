import type { Command } from './command.ts'
import type { Event } from './event.ts'
import type { Plan } from './plan.ts'
import type { Instance, State } from './state.ts'
import { carryOutAct } from './machine/acts.ts'
import { failWork, operationName } from './machine/incidents.ts'
import { armDeadline, fireNext } from './machine/deadlines.ts'
import { broadcast, receive, remember, startFor } from './machine/messages.ts'
import { copyState, newState } from './machine/new-state.ts'
import { note, push } from './machine/run.ts'
import type { Decide, Run } from './machine/run.ts'
import { drain } from './machine/step.ts'
import { settleWork } from './machine/tasks.ts'
import { findOutside } from './machine/tree.ts'
import { refuse } from './refuse.ts'

export type { Decide } from './machine/run.ts'

type EventOf<T extends Event['type']> = Extract<Event, { type: T }>

/**
 * The next state of a case and what the outside must do: total, deterministic, without a clock (every event carries `at`).
 * The given state is not changed. `state` is null for the first event, which must be `start`. An event that is stale (work that no
 * longer runs, a delivery seen before, an act that `refuse` refuses, anything after the end) changes nothing.
 */
export function advance(
  plan: Plan,
  state: State | null,
  event: Event,
  decide?: Decide,
): { state: State; commands: Command[] } {
  return advanceInPlace(plan, state === null ? null : copyState(state), event, decide)
}

/** The same, on a state that the caller owns and gives away: for simulation. */
export function advanceInPlace(
  plan: Plan,
  state: State | null,
  event: Event,
  decide?: Decide,
): { state: State; commands: Command[] } {
  if (state === null && event.type !== 'start') throw new Error('A case begins with the event "start"')
  const own = state ?? (event.type === 'start' ? newState(event.at, event.data, event) : newState(event.at, {}))
  const run = newRun(plan, own, event, decide)
  const isOver = own.endedAt !== null || (event.type === 'start' && state !== null)
  if (isOver || !take(run, event)) return { state: own, commands: [] }
  drain(run)
  armDeadline(run)
  own.revision++
  own.updatedAt = event.at
  return { state: own, commands: run.commands }
}

/** Says whether the event was of any effect. */
function take(run: Run, event: Event): boolean {
  switch (event.type) {
    case 'start':
      return start(run, event)
    case 'work-done':
      return workDone(run, event)
    case 'work-failed':
      return workFailed(run, event)
    case 'clock':
      return clock(run)
    case 'message':
      return receive(run, { id: event.id, name: event.name, key: event.key ?? null, data: event.data })
    case 'signal':
      return signal(run, event)
    case 'child-done':
      return childDone(run, event)
    case 'child-failed':
      return childFailed(run, event)
    case 'act':
      return act(run, event)
  }
}

/** Every process of the diagram that is a root begins; a message starts the one that has a start event for it instead. */
function start(run: Run, event: EventOf<'start'>): boolean {
  const { plan } = run
  note(run, 'started', null, event.message === undefined ? {} : { message: event.message })
  for (const root of plan.roots) {
    const scope = plan.scopes[root]
    if (scope === undefined) continue
    const triggered = event.message === undefined ? undefined : startFor(run, scope.triggered, 'message', event.message)
    push(run, { do: 'open', scope: root, starts: triggered === undefined ? scope.starts : [triggered] })
  }
  return true
}

function workDone(run: Run, event: EventOf<'work-done'>): boolean {
  const instance = runningWork(run, event.work)
  if (instance === null) return false
  note(run, 'work-done', instance.node, detailOf(run, instance, event))
  settleWork(run, instance, event.output)
  return true
}

function workFailed(run: Run, event: EventOf<'work-failed'>): boolean {
  const instance = runningWork(run, event.work)
  if (instance === null) return false
  const { kind, code, message } = event.failure
  instance.running = false
  note(run, 'work-failed', instance.node, { ...detailOf(run, instance, event), kind, code, message })
  failWork(run, instance, event.failure, { do: 'perform', instance: instance.id, fresh: false })
  return true
}

function runningWork(run: Run, work: string): Extract<Instance, { kind: 'work' }> | null {
  const instance = findOutside(run, work)
  return instance?.kind === 'work' && instance.running ? instance : null
}

function detailOf(run: Run, instance: Instance, { work, tries = 1 }: { work: string; tries?: number }) {
  return { work, operation: operationName(run, instance), tries }
}

/** Earliest first, each with everything that follows from it. A suspended case fires nothing: its timers are late when it goes on. */
function clock(run: Run): boolean {
  if (run.state.status !== 'running') return false
  while (run.state.status === 'running' && fireNext(run)) drain(run)
  return true
}

function signal(run: Run, event: EventOf<'signal'>): boolean {
  if (!remember(run, event.id)) return false
  broadcast(run, event.name, event.data)
  return true
}

function childDone(run: Run, event: EventOf<'child-done'>): boolean {
  const instance = findOutside(run, event.instance)
  if (instance?.kind !== 'child') return false
  push(run, { do: 'finish', instance: instance.id, result: event.output })
  return true
}

function childFailed(run: Run, event: EventOf<'child-failed'>): boolean {
  const instance = findOutside(run, event.instance)
  if (instance?.kind !== 'child') return false
  failWork(run, instance, event.failure, { do: 'perform', instance: instance.id, fresh: false })
  return true
}

function act(run: Run, event: EventOf<'act'>): boolean {
  if (refuse(run.plan, run.state, event.act, event.actor) !== null) return false
  carryOutAct(run, event.act)
  return true
}

function newRun(plan: Plan, state: State, event: Event, decide: Decide | undefined): Run {
  const actor = event.type === 'act' || event.type === 'message' ? (event.actor ?? null) : null
  const reason = event.type === 'act' ? (event.reason ?? null) : null
  return { plan, state, at: event.at, actor, reason, commands: [], moved: 0, decide, today: null }
}
