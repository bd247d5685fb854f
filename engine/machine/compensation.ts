import type { Compensable, Instance, ItemOf, ScopeData, Token } from '../state.ts'
import { nodeOf, push } from './run.ts'
import type { Run } from './run.ts'
import { openHandler } from './scopes.ts'
import { add, find, kill, killChildren, passStep, scopeOf } from './tree.ts'

type Compensating = Extract<Instance, { kind: 'compensating' }>

/** Undoes what was completed in the scope, or one activity of it; each once, the latest first; the thrower waits. */
export function enterCompensation(run: Run, token: Token, activity: number | null): void {
  begin(run, token, take(compensatedBy(run, token.parent), activity), false)
}

/** A transaction is cancelled: what is running in it dies, what was completed is undone, then its cancel event goes on. */
export function enterCancel(run: Run, token: Token): void {
  killChildren(run, token.parent)
  begin(run, token, take(scopeOf(run, token.parent), null), true)
}

/** Undoes the next activity; when none is left the thrower goes on. */
export function undo(run: Run, item: ItemOf<'undo'>): void {
  const instance = find(run, item.instance)
  if (instance?.kind !== 'compensating') return
  const record = instance.pending.pop()
  if (record !== undefined) return undoOne(run, instance, record)
  if (instance.cancels) leaveTransaction(run, instance)
  else push(run, { do: 'finish', instance: instance.id, result: null })
}

function begin(run: Run, token: Token, pending: Compensable[], cancels: boolean): void {
  const place = { node: token.node, parent: token.parent, index: 0 }
  const instance = add(run, { kind: 'compensating', ...place, pending, snapshot: null, cancels })
  push(run, { do: 'undo', instance: instance.id })
}

function undoOne(run: Run, instance: Compensating, record: Compensable): void {
  const node = nodeOf(run, record.node)
  instance.snapshot = record.snapshot
  if (node.compensation !== null) {
    return push(run, { do: 'enter', node: node.compensation, flow: null, parent: instance.id, index: 0 })
  }
  const handler = node.kind === 'sub-process' ? compensationHandler(run, node.inner) : null
  if (handler !== null) return openHandlerAt(run, handler, instance.id, record.inner)
  instance.pending.push(...record.inner)
  push(run, { do: 'undo', instance: instance.id })
}

function openHandlerAt(run: Run, index: number, parent: number, undoes: Compensable[]): void {
  const node = nodeOf(run, index)
  if (node.kind === 'event-sub-process') openHandler(run, node, { index, parent, undoes })
}

/** The scope whose activities a throw means: an event sub-process undoes what its scope has done. */
function compensatedBy(run: Run, id: number): { completed: Compensable[] } {
  const scope: Instance & ScopeData = scopeOf(run, id)
  if (scope.undoes !== null) return { completed: scope.undoes }
  const isHandler = scope.node >= 0 && nodeOf(run, scope.node).kind === 'event-sub-process'
  return isHandler ? scopeOf(run, scope.parent) : scope
}

function take(scope: { completed: Compensable[] }, activity: number | null): Compensable[] {
  const taken = scope.completed.filter(it => activity === null || it.node === activity)
  const kept = scope.completed.filter(it => !taken.includes(it))
  scope.completed.splice(0, scope.completed.length, ...kept)
  return taken
}

/** The event sub-process that undoes a scope as a whole. */
export function compensationHandler(run: Run, scope: number): number | null {
  const handlers = run.plan.scopes[scope]?.handlers ?? []
  const found = handlers.find(it => {
    const node = nodeOf(run, it)
    return node.kind === 'event-sub-process' && node.trigger.on === 'compensation'
  })
  return found ?? null
}

/** By the cancel boundary event; a transaction without one is left by its ordinary way. */
function leaveTransaction(run: Run, instance: Compensating): void {
  const transaction = scopeOf(run, instance.parent)
  const { boundaries } = nodeOf(run, transaction.node)
  const boundary = boundaries.find(it => {
    const node = nodeOf(run, it)
    return node.kind === 'boundary' && node.trigger.on === 'cancel'
  })
  kill(run, transaction.id)
  if (boundary !== undefined) passStep(run, boundary)
  push(run, { do: 'leave', node: boundary ?? transaction.node, parent: transaction.parent, instance: transaction.id })
}
