import type { Compensable, Instance, Item, State } from '../state.ts'
import type { Atlas } from './atlas.ts'
import { difference } from './atlas.ts'
import type { Obstacle } from './migration.ts'
import { different, elsewhere, gone, lostToken, notUndoable, renamedWork, undoing } from './obstacles.ts'

/** Puts what lives in a case into the new plan: instances keep their number, so tasks and work keep their id. Tells what is in the way. */
export function moveInstances(atlas: Atlas, state: State, obstacles: Obstacle[]): Instance[] {
  const moved = new Map<number, Instance>()
  for (const instance of state.instances) {
    // Parents come before their children.
    const parent = scopeAround(moved, instance)
    moved.set(instance.id, moveInstance(atlas, instance, { parent, obstacles }))
  }
  return [...moved.values()]
}

function moveInstance(
  atlas: Atlas,
  instance: Instance,
  { parent, obstacles }: { parent: Instance | undefined; obstacles: Obstacle[] },
): Instance {
  const before = atlas.from.nodes[instance.node]
  const node = atlas.node(instance.node)
  const after = atlas.to.nodes[node]
  if (before === undefined) return moveScope(atlas, { ...instance, node: -1 }, obstacles)
  if (after === undefined) {
    obstacles.push(gone(before))
    return instance
  }
  const what = difference(before, after)
  if (what !== null) obstacles.push(different(before, what))
  else if (parent?.kind === 'scope' && parent.scope >= 0 && after.scope !== parent.scope)
    obstacles.push(elsewhere(before))
  if ((instance.kind === 'work' || instance.kind === 'child') && before.id !== after.id)
    obstacles.push(renamedWork(before))
  if (instance.kind === 'compensating') obstacles.push(undoing(before))
  return moveScope(atlas, { ...instance, node }, obstacles)
}

function moveScope(atlas: Atlas, instance: Instance, obstacles: Obstacle[]): Instance {
  if (instance.kind !== 'scope') return instance
  const scope = atlas.scope(instance.scope)
  // Where the process is gone; a sub-process has been named already.
  if (scope < 0 && instance.node < 0)
    obstacles.push(gone({ id: atlas.from.scopes[instance.scope]?.id ?? '', name: '' }))
  const arrivals: { [flow: string]: number } = {}
  for (const [flow, tokens] of Object.entries(instance.arrivals)) {
    const target = moveArrival(atlas, Number(flow), obstacles)
    if (target !== null) arrivals[target] = tokens
  }
  const completed = instance.completed.map(it => moveCompensable(atlas, it, obstacles))
  return { ...instance, scope, arrivals, completed }
}

/** Tokens at a join go by their flow, which must lead to the same join. */
function moveArrival(atlas: Atlas, flow: number, obstacles: Obstacle[]): number | null {
  const join = atlas.from.flows[flow]?.target ?? -1
  const target = atlas.flow(flow)
  const before = atlas.from.nodes[join]
  const after = atlas.to.nodes[atlas.node(join)]
  if (target >= 0 && atlas.to.flows[target]?.target === atlas.node(join) && before?.kind === after?.kind) return target
  obstacles.push(lostToken(before))
  return null
}

function moveCompensable(atlas: Atlas, record: Compensable, obstacles: Obstacle[]): Compensable {
  const before = atlas.from.nodes[record.node]
  const node = atlas.node(record.node)
  const after = atlas.to.nodes[node]
  const isUndoable = after !== undefined && (before?.compensation === null || after.compensation !== null)
  if (!isUndoable) obstacles.push(notUndoable(before))
  return { ...record, node, inner: record.inner.map(it => moveCompensable(atlas, it, obstacles)) }
}

/** What waits to be done: tokens of a suspended case, and what a failed step does again. */
export function moveItem(atlas: Atlas, item: Item, obstacles: Obstacle[]): Item {
  const node = (index: number): number => {
    const target = atlas.node(index)
    if (target < 0) obstacles.push(gone(atlas.from.nodes[index]))
    return target
  }
  switch (item.do) {
    case 'open':
      return { ...item, scope: atlas.scope(item.scope), starts: item.starts.map(node) }
    case 'enter':
      return { ...item, node: node(item.node), flow: item.flow === null ? null : atlas.flow(item.flow) }
    case 'leave':
    case 'trigger':
      return { ...item, node: node(item.node) }
    case 'finish':
    case 'perform':
    case 'iterate':
    case 'undo':
      return item
  }
}

/** A parallel join that waits for less than before has perhaps all that it waits for: one of its tokens arrives anew. */
export function freeJoins(atlas: Atlas, instances: Instance[]): Item[] {
  return instances.flatMap((instance): Item[] => {
    if (instance.kind !== 'scope') return []
    const { arrivals } = instance
    const waiting = Object.keys(arrivals).map(Number)
    const joins = new Set(waiting.map(flow => atlas.to.flows[flow]?.target ?? -1))
    return [...joins].flatMap((node): Item[] => {
      const { kind, incoming } = atlas.to.nodes[node] ?? { kind: 'pass', incoming: [] }
      const flow = incoming.find(it => arrivals[it] !== undefined)
      if (kind !== 'parallel' || flow === undefined || !incoming.every(it => (arrivals[it] ?? 0) > 0)) return []
      if (arrivals[flow] === 1) delete arrivals[flow]
      else arrivals[flow] = (arrivals[flow] ?? 0) - 1
      return [{ do: 'enter', node, flow, parent: instance.id, index: 0 }]
    })
  })
}

function scopeAround(moved: Map<number, Instance>, { parent }: Instance): Instance | undefined {
  const around = moved.get(parent)
  return around === undefined || around.kind === 'scope' ? around : scopeAround(moved, around)
}
