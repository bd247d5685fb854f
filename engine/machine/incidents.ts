import type { Failure } from '../event.ts'
import type { Json } from '../json.ts'
import type { Incident, Instance, Item } from '../state.ts'
import { throwError } from './errors.ts'
import { issue, nodeOf, note, push } from './run.ts'
import type { Run } from './run.ts'
import { settleWork } from './tasks.ts'
import { add, anchorOf, find, remove, resolveIncidents } from './tree.ts'

/** Where a run stood before an item of the queue was tried. */
export interface Mark {
  next: number
  steps: number
  history: number
  tasks: number
  commands: number
  document: Run['state']['document']
}

export function markOf(run: Run): Mark {
  const { state } = run
  return {
    next: state.next,
    steps: state.steps.length,
    history: state.history.length,
    tasks: state.tasks.length,
    commands: run.commands.length,
    document: state.document,
  }
}

/** An item that failed is undone, and becomes an incident that holds it. */
export function block(run: Run, item: Item, failure: Failure, mark: Mark): void {
  rollBack(run, mark)
  const place = placeOf(item)
  const instance = place === null ? find(run, anchorOf(item)) : add(run, { kind: 'stuck', ...place })
  if (instance !== undefined) raise(run, instance, failure, item)
}

/**
 * A step's work has failed. A refusal is a BPMN error when the diagram catches its code; everything else waits for the platform
 * or for a person.
 */
export function failWork(run: Run, instance: Instance, failure: Failure, resume: Item): void {
  if (failure.kind === 'refused' && throwError(run, instance.id, failure)) return
  raise(run, instance, failure, resume)
}

export function openIncident(run: Run, id: string): { incident: Incident; instance: Instance } | null {
  const incident = run.state.incidents.find(it => it.id === id && it.resolvedAt === null)
  const instance = incident === undefined ? undefined : find(run, incident.instance)
  return incident === undefined || instance === undefined ? null : { incident, instance }
}

/**
 * Does again what failed. What the platform has answered (`refused`), or what goes with other data, is a new intent and so a new
 * business attempt; all the rest repeats the same one, for which the ledger knows the answer if there is one.
 */
export function resume(run: Run, id: string, how: { fresh: boolean; newAttempt: boolean }): void {
  const open = openIncident(run, id)
  if (open === null) return
  const { incident, instance } = open
  resolveIncidents(run, instance.id)
  if (instance.kind === 'stuck') remove(run, instance, 'failed')
  const item = incident.resume
  if (item.do === 'perform' && instance.kind === 'work') {
    const isAnswered = incident.failure.kind === 'refused'
    if (how.newAttempt || isAnswered) instance.attempt++
    push(run, { ...item, fresh: item.fresh || how.fresh })
  } else {
    push(run, item)
  }
}

/** A person states the outcome in the operation's stead. */
export function recordOutcome(run: Run, id: string, output: Json, source: string): void {
  const open = openIncident(run, id)
  if (open?.instance.kind !== 'work') return
  resolveIncidents(run, open.instance.id)
  note(run, 'work-done', open.instance.node, { source, recorded: true })
  settleWork(run, open.instance, output)
}

function raise(run: Run, instance: Instance, failure: Failure, item: Item): void {
  const id = `incident-${run.state.next++}`
  run.state.incidents.push({
    id,
    instance: instance.id,
    node: instance.node,
    failure,
    raisedAt: run.at,
    resolvedAt: null,
    resume: item,
  })
  issue(run, { type: 'raise-incident', incident: id, failure })
  note(run, 'incident-raised', instance.node, {
    incident: id,
    kind: failure.kind,
    code: failure.code,
    message: failure.message,
  })
}

/** Where a token stands that has no instance yet. */
function placeOf(item: Item): Pick<Instance, 'node' | 'parent' | 'index'> | null {
  if (item.do === 'open') return { node: item.starts[0] ?? -1, parent: 0, index: 0 }
  if (item.do === 'enter') return { node: item.node, parent: item.parent, index: item.index }
  return item.do === 'leave' ? { node: item.node, parent: item.parent, index: 0 } : null
}

function rollBack(run: Run, mark: Mark): void {
  const { state } = run
  state.instances = state.instances.filter(it => it.id < mark.next)
  state.subscriptions = state.subscriptions.filter(it => it.id < mark.next)
  state.queue = state.queue.filter(it => anchorOf(it) < mark.next)
  state.steps.length = Math.min(state.steps.length, mark.steps)
  state.history.length = Math.min(state.history.length, mark.history)
  state.tasks.length = Math.min(state.tasks.length, mark.tasks)
  run.commands.length = Math.min(run.commands.length, mark.commands)
  state.document = mark.document
}

/** The operation of a work instance, for the history. */
export function operationName(run: Run, instance: Instance): string {
  const node = nodeOf(run, instance.node)
  return node.kind === 'work' ? node.operation.name : ''
}
