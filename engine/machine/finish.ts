import type { Json } from '../json.ts'
import type { Compensable, Instance, ItemOf, ScopeData } from '../state.ts'
import { compensationHandler } from './compensation.ts'
import { applyOutputs, dataAt, write } from './data.ts'
import { nodeOf, note, push } from './run.ts'
import type { Run } from './run.ts'
import { endCase } from './scopes.ts'
import { find, remove } from './tree.ts'

/** A live instance has ended in the ordinary way: its outputs are written, then whoever it lives in goes on. */
export function finish(run: Run, item: ItemOf<'finish'>): void {
  const instance = find(run, item.instance)
  if (instance === undefined) return
  if (instance.node < 0) return finishProcess(run, instance)
  writeResult(run, instance, item.result)
  recordForCompensation(run, instance)
  remove(run, instance)
  if (instance.kind === 'scope') note(run, 'left', instance.node)
  goOn(run, instance, item.result)
}

function finishProcess(run: Run, instance: Instance): void {
  remove(run, instance)
  if (!run.state.instances.some(it => it.parent === 0)) endCase(run, run.state.closing ? 'closed' : 'completed')
}

function writeResult(run: Run, instance: Instance, result: Json): void {
  const { loop, outputs } = nodeOf(run, instance.node)
  if (instance.kind !== 'body') return applyOutputs(run, outputs, instance, result)
  if (loop?.type === 'instances' && loop.results !== null) write(run, instance, loop.results, instance.results)
}

function goOn(run: Run, instance: Instance, result: Json): void {
  const parent = find(run, instance.parent)
  if (parent?.kind === 'body') {
    parent.completed++
    parent.results[instance.index - 1] = result
    push(run, { do: 'iterate', instance: parent.id })
  } else if (parent?.kind === 'compensating') {
    push(run, { do: 'undo', instance: parent.id })
  } else if (nodeOf(run, instance.node).kind !== 'event-sub-process') {
    push(run, { do: 'leave', node: instance.node, parent: instance.parent, instance: instance.id })
  }
}

/** What has a handler, or consists of things that have one, can be undone later with the data of this moment. */
function recordForCompensation(run: Run, instance: Instance): void {
  const node = nodeOf(run, instance.node)
  const isWhole = instance.index === 0
  const inner = instance.kind === 'scope' && node.kind === 'sub-process' ? instance.completed : []
  const handler = node.kind === 'sub-process' && compensationHandler(run, node.inner) !== null
  if (!(isWhole && node.compensation !== null) && inner.length === 0 && !(handler && instance.kind === 'scope')) return
  const record: Compensable = { node: instance.node, snapshot: dataAt(run, instance), inner }
  enclosing(run, instance)?.completed.push(record)
}

function enclosing(run: Run, instance: Instance): ScopeData | null {
  let parent = find(run, instance.parent)
  while (parent !== undefined && parent.kind !== 'scope') parent = find(run, parent.parent)
  return parent ?? null
}
