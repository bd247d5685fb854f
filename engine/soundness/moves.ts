import { advance } from '../advance.ts'
import type { Decide } from '../advance.ts'
import type { Event } from '../event.ts'
import type { Plan } from '../plan.ts'
import type { State } from '../state.ts'
import { ENOUGH } from './without-data.ts'
import type { Skeleton } from './without-data.ts'

/** Something that may happen to a case at rest. */
export interface Move {
  choice: 'start' | 'completed' | 'error' | 'event'
  /** The node that it happens to; null for the beginning. */
  node: number | null
  code: string | null
  event: Event
  /** The subscription that is due, where one is. */
  subscription: number | null
  /** What completion conditions answer. */
  isEnough: boolean
}

/** What came of a move, by one way through the gateways. */
export interface Outcome {
  state: State
  /** Ran into something that only a person could resolve. */
  isBlocked: boolean
  /** Ran in a circle without ever coming to rest. */
  isEndless: boolean
}

/** Every case of a plan without data lives in this one moment. */
const NOW = '2026-01-01T00:00:00.000Z'
/** A gateway that is asked more often in one move repeats itself: that way shows nothing new. */
const ROUNDS = 2
/** Ways through the gateways that one move may have; so many are more than a person would draw. */
const MAX_WAYS = 2_000
/** Of more ways out than this not every combination is tried. */
const MAX_FLOWS = 8

/** The ways in which the case may begin: by itself, or with each message that starts it. */
export function beginnings({ plan }: Skeleton): Move[] {
  const messages = plan.roots.flatMap(root => messagesOf(plan, plan.scopes[root]?.triggered ?? []))
  const isOrdinary = plan.roots.some(root => (plan.scopes[root]?.starts.length ?? 0) > 0)
  const start = (message?: string): Move => ({
    ...MOVE,
    choice: 'start',
    event: { type: 'start', at: NOW, data: {}, ...(message === undefined ? {} : { message }) },
  })
  return [...(isOrdinary ? [start()] : []), ...messages.map(start)]
}

/** Everything that may happen next. */
export function movesOf(skeleton: Skeleton, state: State): Move[] {
  if (state.endedAt !== null) return []
  const { plan } = skeleton
  const moves = state.instances.flatMap(instance => {
    if (instance.kind !== 'work' || !instance.running) return []
    const work = `${plan.nodes[instance.node]?.id ?? ''}#${instance.id}`
    const done: Move = {
      ...MOVE,
      choice: 'completed',
      node: instance.node,
      event: { type: 'work-done', at: NOW, work, output: null },
    }
    const failed = (skeleton.codes[instance.node] ?? []).map((code): Move => {
      const failure = { kind: 'refused' as const, code, message: '' }
      return { ...done, choice: 'error', code, event: { type: 'work-failed', at: NOW, work, failure } }
    })
    return [done, ...failed]
  })
  for (const { id, on, node } of state.subscriptions)
    if (on === 'timer') moves.push({ ...MOVE, choice: 'event', node, subscription: id })
  moves.push(...poolStarts(skeleton, state))
  const mayBeEnough = skeleton.endsEarly && state.instances.some(it => it.kind === 'body')
  return mayBeEnough ? moves.flatMap(it => [it, { ...it, isEnough: true }]) : moves
}

/** What a move leads to, by every way through the gateways that it passes; `isCut` tells that some were left out. */
export function outcomesOf(
  { plan }: Skeleton,
  state: State | null,
  move: Move,
): { outcomes: Outcome[]; isCut: boolean } {
  const outcomes: Outcome[] = []
  let script: number[] = []
  let isCut = false
  for (let way = 0; way < MAX_WAYS; way++) {
    const { decide, asked } = scripted(plan, script)
    const outcome = tryMove(plan, state, move, decide)
    if (outcome !== null) outcomes.push(outcome)
    isCut ||= asked.some(it => it.isCut)
    script = asked.map((_, position) => script[position] ?? 0)
    while (script.length > 0 && (script.at(-1) ?? 0) + 1 >= (asked[script.length - 1]?.options ?? 0)) script.pop()
    const last = script.pop()
    if (last === undefined) return { outcomes, isCut }
    script.push(last + 1)
  }
  return { outcomes, isCut: true }
}

const MOVE: Move = {
  choice: 'event',
  node: null,
  code: null,
  event: { type: 'clock', at: NOW },
  subscription: null,
  isEnough: false,
}

/** Thrown by `decide`, which has no other way to say that it will not go on. */
class InCircles extends Error {}

function tryMove(plan: Plan, state: State | null, move: Move, decide: Decide): Outcome | null {
  try {
    const { state: next } = advance(plan, state === null ? null : prepared(state, move), move.event, decide)
    const isEndless = next.incidents.some(it => it.failure.code === 'step-limit')
    return { state: next, isBlocked: next.incidents.length > 0, isEndless }
  } catch (error) {
    if (error instanceof InCircles) return null
    throw error
  }
}

/** The state in which the move's subscription is due and completion conditions answer as it says. */
function prepared(state: State, { subscription, isEnough }: Move): State {
  const subscriptions =
    subscription === null
      ? state.subscriptions
      : state.subscriptions.map(it => (it.id === subscription && it.on === 'timer' ? { ...it, due: NOW } : it))
  return { ...state, subscriptions, document: { [ENOUGH]: isEnough } }
}

/** Takes the options that the script says, and the first ones after its end. */
function scripted(plan: Plan, script: number[]): { decide: Decide; asked: { options: number; isCut: boolean }[] } {
  const asked: { options: number; isCut: boolean }[] = []
  const times = new Map<string, number>()
  const decide: Decide = ({ element, kind, flows }) => {
    const time = (times.get(element) ?? 0) + 1
    times.set(element, time)
    if (time > ROUNDS) throw new InCircles()
    const { options, isCut } = kind === 'one' ? { options: flows.map(it => [it]), isCut: false } : subsets(plan, flows)
    const option = options[script[asked.length] ?? 0]
    asked.push({ options: options.length, isCut })
    return option ?? []
  }
  return { decide, asked }
}

/** Flows without a condition always go; of the others any may, and the default when none does. */
function subsets(plan: Plan, ids: string[]): { options: string[][]; isCut: boolean } {
  const flows = plan.flows.filter(it => ids.includes(it.id))
  const otherwise = flows.find(it => plan.nodes[it.source]?.otherwise === plan.flows.indexOf(it))
  const always = flows.filter(it => it !== otherwise && it.condition === null).map(it => it.id)
  const free = flows.filter(it => it !== otherwise && it.condition !== null).map(it => it.id)
  const isCut = free.length > MAX_FLOWS
  const chosen = isCut ? [...free.map(it => [it]), free] : powerSet(free).slice(1)
  const none = otherwise === undefined ? always : [...always, otherwise.id]
  return { options: [...chosen.map(it => [...always, ...it]), ...(none.length > 0 ? [none] : [])], isCut }
}

function powerSet(items: string[]): string[][] {
  return items.reduce<string[][]>((sets, item) => [...sets, ...sets.map(it => [...it, item])], [[]])
}

/** Pools that a message from outside may start while they do not run. */
function poolStarts({ plan, own }: Skeleton, state: State): Move[] {
  const isRunning = (scope: number) => state.instances.some(it => it.kind === 'scope' && it.scope === scope)
  return plan.scopes.flatMap((scope, index) => {
    if (plan.roots.includes(index) || isRunning(index)) return []
    const messages = messagesOf(plan, scope.triggered).filter(it => !own.has(`message ${it}`))
    return messages.map((name): Move => ({
      ...MOVE,
      event: { type: 'message', at: NOW, id: `start ${name}`, name, data: {} },
    }))
  })
}

function messagesOf(plan: Plan, starts: number[]): string[] {
  return starts.flatMap(start => {
    const node = plan.nodes[start]
    return node !== undefined && 'trigger' in node && node.trigger.on === 'message' ? [node.trigger.message] : []
  })
}
