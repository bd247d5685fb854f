import type { Instance, Item, ScopeData, Step, Token } from '../state.ts'
import { insideId, issue, note, outsideId } from './run.ts'
import type { Run } from './run.ts'

// Parents are created before their children, so ids grow along `instances` and one pass finds a whole subtree.

type DistributiveOmit<T, K extends keyof never> = T extends unknown ? Omit<T, K> : never

export function find(run: Run, id: number): Instance | undefined {
  return run.state.instances.find(it => it.id === id)
}

/** The live instance that an outside id names. */
export function findOutside(run: Run, id: string): Instance | undefined {
  const instance = find(run, insideId(id))
  return instance !== undefined && outsideId(run, instance) === id ? instance : undefined
}

/** Adds a live instance and its step. */
export function add<T extends DistributiveOmit<Instance, 'id'>>(run: Run, fields: T): T & { id: number } {
  const instance = { ...fields, id: run.state.next++ }
  run.state.instances.push(instance)
  if (instance.node >= 0) openStep(run, instance.id, instance.node)
  return instance
}

/** Where the instance of a node stands that a token enters. */
export function placeOf({ node, parent, index }: Token): Pick<Instance, 'node' | 'parent' | 'index'> {
  return { node, parent, index }
}

/** The scope that a token's parent is. */
export function scopeOf(run: Run, id: number): Instance & ScopeData {
  const instance = find(run, id)
  if (instance?.kind !== 'scope') throw new Error(`Instance ${id} is no scope`)
  return instance
}

/** Takes an instance that has ended off the tree, with what it subscribed. */
export function remove(run: Run, instance: Instance, state: Step['state'] = 'done'): void {
  run.state.instances.splice(run.state.instances.indexOf(instance), 1)
  // What a person was to decide about it is settled by its end.
  resolveIncidents(run, instance.id)
  const { subscriptions } = run.state
  if (subscriptions.some(it => it.owner === instance.id)) {
    run.state.subscriptions = subscriptions.filter(it => it.owner !== instance.id)
  }
  closeStep(run, instance.id, state)
}

/** Records a step that is over as soon as it is reached. */
export function passStep(run: Run, node: number): void {
  run.state.steps.push({ id: run.state.next++, node, state: 'done', enteredAt: run.at, leftAt: run.at })
}

/** Kills everything that lives in an instance: instances, tokens on their way, tokens at joins. */
export function killChildren(run: Run, id: number): void {
  const dead = subtree(run, id)
  dead.delete(id)
  bury(run, dead, item => anchorOf(item) === id && item.do !== 'trigger')
  const instance = find(run, id)
  if (instance?.kind === 'scope') instance.arrivals = {}
}

/** Kills an instance and everything that lives in it. */
export function kill(run: Run, id: number): void {
  bury(run, subtree(run, id), () => false)
}

/** The instance that an item of the queue belongs to: it dies with it. */
export function anchorOf(item: Item): number {
  if (item.do === 'open') return 0
  if (item.do === 'enter' || item.do === 'leave') return item.parent
  return item.do === 'trigger' ? item.owner : item.instance
}

function subtree(run: Run, id: number): Set<number> {
  const ids = new Set([id])
  for (const instance of run.state.instances) if (ids.has(instance.parent)) ids.add(instance.id)
  return ids
}

function bury(run: Run, dead: Set<number>, alsoQueued: (item: Item) => boolean): void {
  const { state } = run
  const buried = state.instances.filter(it => dead.has(it.id))
  state.instances = state.instances.filter(it => !dead.has(it.id))
  state.subscriptions = state.subscriptions.filter(it => !dead.has(it.owner))
  state.queue = state.queue.filter(item => !dead.has(anchorOf(item)) && !alsoQueued(item))
  for (const instance of buried) stop(run, instance)
}

/** Tells the outside, and the history, that a live instance was stopped. */
function stop(run: Run, instance: Instance): void {
  const id = outsideIdOrEmpty(run, instance)
  if (instance.kind === 'work' && instance.running) issue(run, { type: 'cancel-work', work: id })
  if (instance.kind === 'child') issue(run, { type: 'cancel-child', instance: id })
  if (instance.kind === 'user') closeTask(run, instance.id, 'cancelled')
  resolveIncidents(run, instance.id)
  closeStep(run, instance.id, 'cancelled')
  if (instance.kind === 'work' || instance.kind === 'user' || instance.kind === 'wait' || instance.kind === 'child') {
    note(run, 'cancelled', instance.node)
  }
}

export function closeTask(run: Run, instance: number, state: 'completed' | 'cancelled'): void {
  const { tasks } = run.state
  const position = tasks.findIndex(it => it.instance === instance && it.state === 'open')
  const task = tasks[position]
  if (task === undefined) return
  tasks[position] = { ...task, state, closedAt: run.at }
  issue(run, { type: 'close-task', task: task.id })
}

export function resolveIncidents(run: Run, instance: number): void {
  const { incidents } = run.state
  incidents.forEach((incident, position) => {
    if (incident.instance !== instance || incident.resolvedAt !== null) return
    incidents[position] = { ...incident, resolvedAt: run.at }
    run.commands = run.commands.filter(it => it.type !== 'raise-incident' || it.incident !== incident.id)
    note(run, 'incident-resolved', incident.node, { incident: incident.id })
  })
}

function openStep(run: Run, id: number, node: number): void {
  run.state.steps.push({ id, node, state: 'active', enteredAt: run.at, leftAt: null })
}

function closeStep(run: Run, id: number, state: Step['state']): void {
  const { steps } = run.state
  for (let position = steps.length - 1; position >= 0; position--) {
    const step = steps[position]
    if (step?.id !== id) continue
    steps[position] = { ...step, state, leftAt: run.at }
    return
  }
}

/** Processes have no node of their own. */
function outsideIdOrEmpty(run: Run, instance: Instance): string {
  return instance.node < 0 ? '' : outsideId(run, instance)
}
