import { advance } from '../../../engine/advance.ts'
import type { Command } from '../../../engine/command.ts'
import type { Event } from '../../../engine/event.ts'
import type { JsonObject } from '../../../engine/json.ts'
import type { Plan } from '../../../engine/plan.ts'
import type { State } from '../../../engine/state.ts'
import { CLERK, T0 } from '../support/a-case.ts'

export interface Played {
  state: State
  events: Event[]
  commands: Command[][]
}

/** So many moves are more than any of our diagrams needs. */
const MOVES = 600
/** Messages that only go along may come for ever; after these they do not. */
const ASIDE = 3

/** Plays a case with the outside's answers in the order that `picks` says, until it has ended or nothing more can happen. */
export function play(plan: Plan, data: JsonObject, picks: number[]): Played {
  const events: Event[] = [{ type: 'start', at: T0, data }]
  const commands: Command[][] = []
  const open = new Set<string>()
  let state: State | null = null
  let aside = 0
  for (let move = 0; move < MOVES; move++) {
    const event = events[move]
    if (event === undefined) break
    const result: { state: State; commands: Command[] } = advance(plan, state, event)
    state = result.state
    commands.push(result.commands)
    if (event.type === 'work-done' || event.type === 'work-failed') open.delete(event.work)
    for (const command of result.commands) {
      if (command.type === 'perform') open.add(command.work.id)
      if (command.type === 'cancel-work') open.delete(command.work)
    }
    const possible = happenings(plan, state, { open, move, at: event.at, isAside: aside < ASIDE })
    const next = possible[(picks[move % picks.length] ?? 0) % Math.max(1, possible.length)]
    if (next !== undefined) events.push(next)
    if (next?.type === 'message') aside++
  }
  if (state === null) throw new Error('nothing was played')
  return { state, events, commands }
}

function happenings(
  plan: Plan,
  state: State,
  { open, move, at, isAside }: { open: Set<string>; move: number; at: string; isAside: boolean },
): Event[] {
  if (state.endedAt !== null) return []
  const failure = { kind: 'refused' as const, code: 'E', message: '' }
  const isCaught = plan.nodes.some(it => 'trigger' in it && it.trigger.on === 'error')
  return [
    ...[...open].map((work): Event => ({ type: 'work-done', at, work, output: null })),
    ...state.tasks
      .filter(it => it.state === 'open')
      .map((it): Event => {
        const act = { type: 'complete' as const, task: it.id, values: {} }
        return { type: 'act', at, actor: CLERK, requestId: 'r', act }
      }),
    ...(state.deadline === null ? [] : [{ type: 'clock' as const, at: state.deadline }]),
    ...state.subscriptions.flatMap((it): Event[] => {
      if (it.on !== 'message' || (!isInterrupting(plan, it.node) && !isAside)) return []
      return [{ type: 'message', at, id: `m${move}`, name: it.message, data: {} }]
    }),
    // An error that nothing around the work catches would be a failure for a person to resolve.
    ...(isCaught ? [...open].filter(it => isIn(plan, state, it)) : []).map((work): Event => ({
      type: 'work-failed',
      at,
      work,
      failure,
    })),
  ]
}

function isInterrupting(plan: Plan, index: number): boolean {
  const node = plan.nodes[index]
  return node?.kind !== 'event-sub-process' || node.interrupting
}

/** Whether something around a work's instance catches errors. */
function isIn(plan: Plan, state: State, work: string): boolean {
  const number = Number(work.slice(work.lastIndexOf('#') + 1))
  for (let it = state.instances.find(one => one.id === number); it !== undefined;) {
    const boundaries = it.node >= 0 && it.index === 0 ? (plan.nodes[it.node]?.boundaries ?? []) : []
    const catches = boundaries.some(at => {
      const node = plan.nodes[at]
      return node?.kind === 'boundary' && node.trigger.on === 'error'
    })
    if (catches) return true
    const { parent }: { parent: number } = it
    it = state.instances.find(one => one.id === parent)
  }
  return false
}

/** How often each element was done. */
export function doneIn(plan: Plan, state: State): Map<string, number> {
  const done = new Map<string, number>()
  for (const step of state.steps) {
    const id = plan.nodes[step.node]?.id ?? ''
    if (step.state === 'done') done.set(id, (done.get(id) ?? 0) + 1)
  }
  return done
}
