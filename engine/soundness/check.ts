import type { Plan } from '../plan.ts'
import type { State } from '../state.ts'
import { explore } from './explore.ts'
import type { Explored, Limits, Visit } from './explore.ts'
import { findIllegal } from './legal.ts'
import type { Finding, Report } from './report.ts'
import { backward, findStuck } from './stuck.ts'
import type { Stuck } from './stuck.ts'
import { activeIn, traceTo } from './trace.ts'
import { withoutData } from './without-data.ts'
import { ENDLESS, undecidedWords, unboundedWords, WORDS } from './wording.ts'

const LIMITS: Limits = { states: 20_000, steps: 100_000 }

/**
 * Looks at everything that the tokens of a plan may do, with `advance` itself, whatever the data are; and at what the law asks of waits
 * and tasks. Because data are left out, two conditions that always agree are taken to be independent: a finding then asks for a
 * diagram that does not depend on it.
 */
export function check(plan: Plan, limits: Partial<Limits> = {}): Report {
  const skeleton = withoutData(plan)
  const explored = explore(skeleton, { ...LIMITS, ...limits })
  const stuck = findStuck(skeleton.plan, explored)
  const findings = [
    ...stuck.map(({ node, visits }) => finding(plan, explored, 'deadlock', { node, visit: visits[0] ?? 0 })),
    ...findUnending(plan, explored, stuck),
    ...findGrowth(plan, explored),
    ...findUnsynchronised(plan, explored),
    ...(explored.isComplete ? findDead(plan, explored) : [undecided(explored)]),
    ...findIllegal(plan),
  ]
  return { findings, decided: explored.isComplete, states: explored.visits.length }
}

function finding(
  plan: Plan,
  explored: Explored,
  kind: keyof typeof WORDS,
  at: { node: number; visit: number },
): Finding {
  const node = plan.nodes[at.node]
  const trace = traceTo(plan, explored, at.visit)
  return { kind, element: node?.id ?? null, name: node?.name ?? null, ...WORDS[kind], trace }
}

/** Markings from which neither an end nor a standstill can be reached. */
function findUnending(plan: Plan, explored: Explored, stuck: Stuck[]): Finding[] {
  const { visits, endless } = explored
  const circles = endless.slice(0, 1).map(({ at, move }): Finding => {
    const node = plan.nodes[move.node ?? -1]
    const place = { element: node?.id ?? null, name: node?.name ?? null }
    return { kind: 'no-way-to-finish', ...place, ...ENDLESS, trace: traceTo(plan, explored, at) }
  })
  const stops = new Set(stuck.flatMap(it => it.visits))
  const goals = visits.flatMap((it, at) =>
    it.edges === null || it.state.endedAt !== null || stops.has(at) ? [at] : [],
  )
  const good = backward(explored, goals)
  const lost = visits.findIndex((_, at) => !good.has(at))
  if (lost < 0 || circles.length > 0) return circles
  const here = visits[lost]
  const last = here === undefined ? undefined : activeIn(plan, here).at(-1)
  const node = plan.nodes.findIndex(it => it.id === last)
  return [finding(plan, explored, 'no-way-to-finish', { node, visit: lost })]
}

function findGrowth(plan: Plan, explored: Explored): Finding[] {
  const found = new Map<number, Finding>()
  explored.visits.forEach((visit, at) => {
    if (!visit.grows) return
    for (const node of crowded(plan, visit.state)) {
      if (found.has(node)) continue
      const { id, name } = plan.nodes[node] ?? { id: null, name: null }
      const isByEvent = wayTo(explored, at).some(it => isAside(plan, it))
      const words = unboundedWords(isByEvent)
      found.set(node, { kind: 'unbounded', element: id, name, ...words, trace: traceTo(plan, explored, at) })
    }
  })
  return [...found.values()]
}

function findUnsynchronised(plan: Plan, explored: Explored): Finding[] {
  const found = new Map<number, number>()
  explored.visits.forEach(({ state }, at) => {
    for (const node of crowded(plan, state)) if (!found.has(node)) found.set(node, at)
  })
  return [...found].map(([node, visit]) => finding(plan, explored, 'lack-of-synchronisation', { node, visit }))
}

/** Nodes of a state that have two tokens in one scope, and joins with two on one flow. Instances of a loop are meant to be many. */
function crowded(plan: Plan, state: State): number[] {
  const seen = new Set<string>()
  return state.instances.flatMap(it => {
    const joins = it.kind === 'scope' ? Object.entries(it.arrivals).filter(([, tokens]) => tokens > 1) : []
    const targets = joins.map(([flow]) => plan.flows[Number(flow)]?.target ?? -1)
    const place = `${it.parent} ${it.node}`
    if (it.index > 0 || it.node < 0 || !seen.has(place)) return seen.add(place) && targets
    return [it.node, ...targets]
  })
}

/** Elements that nothing ever reaches; pools that nothing here starts are not looked at. */
function findDead(plan: Plan, explored: Explored): Finding[] {
  const opened = new Set(plan.roots)
  for (const node of explored.reached) opened.add(plan.nodes[node]?.scope ?? -1)
  return plan.nodes.flatMap((node, index): Finding[] => {
    const isLookedUp = node.kind === 'boundary' && node.trigger.on === 'compensation'
    const pool = poolOf(plan, node.scope)
    if (explored.reached.has(index) || isLookedUp || !opened.has(pool)) return []
    return [{ kind: 'dead', element: node.id, name: node.name, ...WORDS.dead, trace: [] }]
  })
}

function poolOf(plan: Plan, scope: number): number {
  const node = plan.scopes[scope]?.node ?? null
  return node === null ? scope : poolOf(plan, plan.nodes[node]?.scope ?? 0)
}

function wayTo(explored: Explored, visit: number): Visit[] {
  const here = explored.visits[visit]
  return here === undefined ? [] : [...wayTo(explored, here.from), here]
}

/** An event that adds a token beside the others. */
function isAside(plan: Plan, { move }: Visit): boolean {
  const node = plan.nodes[move.node ?? -1]
  return move.choice === 'event' && node?.kind === 'boundary' && !node.interrupting
}

function undecided(explored: Explored): Finding {
  return { kind: 'undecided', element: null, name: null, ...undecidedWords(explored.visits.length), trace: [] }
}
