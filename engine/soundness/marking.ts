import type { Instance, State } from '../state.ts'

/** More messages of one name than this are as many. */
const MANY = 2

/**
 * Where the tokens of a state are, as text: two states with the same marking go on in the same way. Ids, data and age are left out; of
 * what can be undone it counts only what, not how often nor in which order, and nothing where the diagram never undoes (`undoes`).
 */
export function markingOf(undoes: boolean, state: State): string {
  if (state.endedAt !== null) return state.status
  const children = new Map<number, Instance[]>()
  for (const instance of state.instances) {
    const siblings = children.get(instance.parent)
    if (siblings === undefined) children.set(instance.parent, [instance])
    else siblings.push(instance)
  }
  const waits = new Map<number, number[]>()
  for (const { owner, node } of state.subscriptions) waits.set(owner, [...(waits.get(owner) ?? []), node])
  const textOf = (instance: Instance): string => {
    const own = (waits.get(instance.id) ?? []).toSorted((a, b) => a - b).join('.')
    const inner = (children.get(instance.id) ?? []).map(textOf).toSorted()
    return `${instance.node}${detailOf(undoes, instance)}[${own}](${inner.join(',')})`
  }
  const roots = (children.get(0) ?? []).map(textOf).toSorted()
  return `${roots.join(',')}|${inboxOf(state).join(',')}`
}

/** The tokens one by one, each with its place: for comparing how many there are. */
export function placesOf(state: State): Map<string, number> {
  const paths = new Map<number, string>([[0, '']])
  const places = new Map<string, number>()
  const count = (place: string, times = 1) => places.set(place, (places.get(place) ?? 0) + times)
  for (const instance of state.instances) {
    const path = `${paths.get(instance.parent) ?? ''}/${instance.node}.${instance.index}`
    paths.set(instance.id, path)
    count(path)
    if (instance.kind === 'scope')
      for (const [flow, tokens] of Object.entries(instance.arrivals)) count(`${path}>${flow}`, tokens)
  }
  for (const { name } of state.inbox) count(`?${name}`)
  return places
}

/** Whether `more` holds every token of `less`, and others besides. */
export function covers(more: Map<string, number>, less: Map<string, number>): boolean {
  let isMore = more.size > less.size
  for (const [place, tokens] of less) {
    const now = more.get(place) ?? 0
    if (now < tokens) return false
    if (now > tokens) isMore = true
  }
  return isMore
}

function detailOf(undoes: boolean, instance: Instance): string {
  switch (instance.kind) {
    case 'scope':
      return `s${arrivalsOf(instance.arrivals)}${instance.undoes === null ? '' : 'u'}~${undoes ? namesOf(instance.completed) : ''}`
    case 'body':
      return `b${instance.started}/${instance.completed}`
    case 'compensating':
      return `c${instance.cancels ? 'x' : ''}${instance.pending.map(it => it.node).join('.')}`
    case 'work':
    case 'user':
    case 'wait':
    case 'child':
    case 'stuck':
      return ''
  }
}

function arrivalsOf(arrivals: { [flow: string]: number }): string {
  return Object.entries(arrivals)
    .map(([flow, tokens]) => `${flow}x${tokens}`)
    .toSorted()
    .join('.')
}

function namesOf(completed: { node: number }[]): string {
  return [...new Set(completed.map(it => it.node))].toSorted((a, b) => a - b).join('.')
}

function inboxOf(state: State): string[] {
  const counts = new Map<string, number>()
  for (const { name } of state.inbox) counts.set(name, Math.min(MANY, (counts.get(name) ?? 0) + 1))
  return [...counts].map(([name, times]) => `${name}x${times}`).toSorted()
}
