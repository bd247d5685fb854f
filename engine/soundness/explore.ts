import type { State } from '../state.ts'
import { covers, markingOf, placesOf } from './marking.ts'
import { beginnings, movesOf, outcomesOf } from './moves.ts'
import type { Move, Outcome } from './moves.ts'
import type { Skeleton } from './without-data.ts'

/** A marking that can be reached, by the shortest way that leads to it. */
export interface Visit {
  state: State
  /** The visit that it was first reached from (-1: the beginning), and how. */
  from: number
  move: Move
  /** Flows taken by the way that reached it first. */
  flows: number[]
  /** Everything that may happen next; null where the search did not go on. */
  edges: Edge[] | null
  /** It has all the tokens of a marking before it, and more. */
  grows: boolean
}

export interface Edge {
  to: number
  move: Move
  /** Nodes that were passed or reached. */
  nodes: number[]
}

export interface Explored {
  visits: Visit[]
  /** Nodes that were reached in any way. */
  reached: Set<number>
  /** Gateways and joins passed in a circle that never comes to rest: the visit and the move. */
  endless: { at: number; move: Move }[]
  isComplete: boolean
}

export interface Limits {
  /** Markings to look at. */
  states: number
  /** Calls of `advance`. */
  steps: number
}

/** More tokens than this in one place are not followed. */
const MANY_TOKENS = 4

/** Breadth first, so that the first way to a marking is a shortest one. */
export function explore(skeleton: Skeleton, limits: Limits): Explored {
  const explored: Explored = { visits: [], reached: new Set(), endless: [], isComplete: true }
  const known = new Map<string, number>()
  let steps = 0
  const follow = (at: number, state: State | null, move: Move): Edge[] => {
    const { outcomes, isCut } = outcomesOf(skeleton, state, move)
    steps += outcomes.length
    if (isCut) explored.isComplete = false
    if (outcomes.some(it => it.isEndless)) explored.endless.push({ at, move })
    return outcomes.flatMap(it => record(skeleton, explored, known, { at, move, outcome: it }))
  }
  for (const move of beginnings(skeleton)) follow(-1, null, move)
  for (let at = 0; at < explored.visits.length; at++) {
    const visit = explored.visits[at]
    if (visit === undefined || visit.grows) continue
    if (at >= limits.states || steps >= limits.steps) return { ...explored, isComplete: false }
    const { state } = visit
    visit.edges = movesOf(skeleton, state).flatMap(move => follow(at, state, move))
  }
  return explored
}

/** Finds or adds the marking that an outcome leads to. An outcome that only a person could resolve is another story. */
function record(
  { undoes }: Skeleton,
  explored: Explored,
  known: Map<string, number>,
  { at, move, outcome }: { at: number; move: Move; outcome: Outcome },
): Edge[] {
  if (outcome.isBlocked) return []
  const nodes = [...new Set(outcome.state.steps.filter(it => isNew(explored, at, it.id)).map(it => it.node))]
  for (const node of nodes) explored.reached.add(node)
  const key = markingOf(undoes, outcome.state)
  const found = known.get(key)
  if (found !== undefined) return [{ to: found, move, nodes }]
  const to = explored.visits.length
  const { flows } = outcome.state
  const state = pruned(outcome.state)
  const growth = growthOf(explored, at, state)
  if (growth === 'too-many') explored.isComplete = false
  explored.visits.push({ state, from: at, move, flows, edges: null, grows: growth !== 'none' })
  known.set(key, to)
  return [{ to, move, nodes }]
}

/** Steps that were there before the move are not reached by it. */
function isNew(explored: Explored, at: number, step: number): boolean {
  return step >= (explored.visits[at]?.state.next ?? 0)
}

/** Looks for fewer tokens on the way here, where some place has more than one. */
function growthOf(explored: Explored, from: number, state: State): 'none' | 'grows' | 'too-many' {
  const places = placesOf(state)
  const most = Math.max(0, ...places.values())
  if (most < 2) return 'none'
  for (let at = from; at >= 0; at = explored.visits[at]?.from ?? -1) {
    const before = explored.visits[at]
    if (before !== undefined && covers(places, placesOf(before.state))) return 'grows'
  }
  return most > MANY_TOKENS ? 'too-many' : 'none'
}

/** What is over is of no use to the search. */
function pruned(state: State): State {
  const steps = state.steps.filter(it => it.leftAt === null)
  return { ...state, steps, history: [], flows: [], tasks: [], seen: [], incidents: [] }
}
