import type { Json } from '../json.ts'
import type { NodeOf, PlanNode } from '../plan.ts'
import type { Instance, ItemOf, Token } from '../state.ts'
import { enterCancel, enterCompensation } from './compensation.ts'
import { applyOutputs, evaluateInputs, isObject } from './data.ts'
import { throwError, throwEscalation } from './errors.ts'
import { pass } from './gateways.ts'
import { checkLengths, markPassage } from './marks.ts'
import { broadcast, deliver } from './messages.ts'
import { issue, nodeOf, note, push } from './run.ts'
import type { Run } from './run.ts'
import { endCase, openHandler } from './scopes.ts'
import { keyOf } from './subscriptions.ts'
import { find, kill, killChildren, passStep, remove } from './tree.ts'

/** A process's start event may shape the document that the case came with; a handler's has been given its result already. */
export function enterStart(run: Run, node: NodeOf<'start'>, token: Token): void {
  const isProcess = find(run, token.parent)?.node === -1
  if (isProcess) applyOutputs(run, node.outputs, token, run.state.document)
  pass(run, token)
}

/** End events and throwing events; a token goes on from both, and dies at an end event for want of a way out. */
export function enterThrow(run: Run, node: NodeOf<'throw' | 'end'>, token: Token): void {
  const { throws } = node
  switch (throws.do) {
    case 'compensate':
      return enterCompensation(run, token, throws.activity)
    case 'cancel':
      return enterCancel(run, token)
    case 'none':
      break
    case 'message':
      throwMessage(run, node, token)
      break
    case 'signal':
      broadcast(run, throws.signal, evaluateInputs(run, node.inputs, token))
      break
    case 'error':
      return endByError(run, token, throws.code)
    case 'escalation':
      throwEscalation(run, token.parent, throws.code)
      break
    case 'terminate':
      killChildren(run, token.parent)
      break
  }
  pass(run, token)
}

/** What a catching node waited for has happened. */
export function trigger(run: Run, item: ItemOf<'trigger'>): void {
  const owner = find(run, item.owner)
  if (owner === undefined) return
  const node = nodeOf(run, item.node)
  noteTrigger(run, node, item)
  if (node.kind === 'boundary') triggerBoundary(run, node, owner, item)
  else if (node.kind === 'event-sub-process') triggerHandler(run, node, owner, item)
  else if (owner.node === item.node) triggerCatch(run, owner, item)
  else triggerChoice(run, node, owner, item)
}

function triggerBoundary(run: Run, node: NodeOf<'boundary'>, owner: Instance, item: ItemOf<'trigger'>): void {
  applyOutputs(run, node.outputs, owner, item.result)
  checkLengths(run, node)
  if (node.interrupting) kill(run, owner.id)
  passStep(run, item.node)
  markPassage(run, node, item.node)
  push(run, { do: 'leave', node: item.node, parent: owner.parent, instance: 0 })
}

function triggerHandler(run: Run, node: NodeOf<'event-sub-process'>, owner: Instance, item: ItemOf<'trigger'>): void {
  applyOutputs(run, nodeOf(run, node.start).outputs, { parent: owner.id, index: 0 }, item.result)
  if (node.interrupting) interruptScope(run, owner)
  openHandler(run, node, { index: item.node, parent: owner.id, undoes: null })
}

/** The scope's other tokens die; its other handlers wait no longer, while boundary events on the scope still do. */
function interruptScope(run: Run, owner: Instance): void {
  killChildren(run, owner.id)
  const isHandler = (index: number) => nodeOf(run, index).kind === 'event-sub-process'
  run.state.subscriptions = run.state.subscriptions.filter(it => it.owner !== owner.id || !isHandler(it.node))
}

/** A cycle that is to come again lets a token go on and keeps waiting. */
function triggerCatch(run: Run, owner: Instance, item: ItemOf<'trigger'>): void {
  const isWaiting = run.state.subscriptions.some(it => it.owner === owner.id && it.node === item.node)
  if (!isWaiting) return push(run, { do: 'finish', instance: owner.id, result: item.result })
  applyOutputs(run, nodeOf(run, item.node).outputs, owner, item.result)
  push(run, { do: 'leave', node: item.node, parent: owner.parent, instance: owner.id })
}

/** The first event after an event-based gateway takes the others away. */
function triggerChoice(run: Run, node: PlanNode, owner: Instance, item: ItemOf<'trigger'>): void {
  applyOutputs(run, node.outputs, owner, item.result)
  checkLengths(run, node)
  remove(run, owner)
  markFlow(run, owner.node, item.node)
  passStep(run, item.node)
  markPassage(run, node, item.node)
  push(run, { do: 'leave', node: item.node, parent: owner.parent, instance: 0 })
}

function markFlow(run: Run, source: number, target: number): void {
  const flow = nodeOf(run, source).outgoing.find(it => run.plan.flows[it]?.target === target)
  if (flow !== undefined && !run.state.flows.includes(flow)) run.state.flows.push(flow)
}

function throwMessage(run: Run, node: NodeOf<'throw' | 'end'>, token: Token): void {
  const { throws } = node
  if (throws.do !== 'message') return
  const key = keyOf(run, throws.key, token)
  const data = evaluateInputs(run, node.inputs, token)
  const id = `${node.id}#${run.state.next++}`
  if (!throws.outside) return deliver(run, { id, name: throws.message, key, data })
  issue(run, { type: 'send-message', id, name: throws.message, data, ...(key === null ? {} : { key }) })
}

/** An error that nothing catches means that the case has failed. */
function endByError(run: Run, token: Token, code: string): void {
  passStep(run, token.node)
  if (throwError(run, token.parent, { code, message: '' })) return
  note(run, 'error-caught', token.node, { code, caught: false })
  endCase(run, 'failed')
}

function noteTrigger(run: Run, node: PlanNode, { node: index, result }: { node: number; result: Json }): void {
  if (!('trigger' in node)) return
  const { trigger: on } = node
  switch (on.on) {
    case 'timer':
      return note(run, 'timer-fired', index, on.timer.type === 'term' ? { term: on.timer.term } : {})
    case 'message':
      return note(run, 'message-received', index, { message: on.message })
    case 'signal':
      return note(run, 'message-received', index, { signal: on.signal })
    case 'error':
    case 'escalation':
      return note(run, 'error-caught', index, isObject(result) ? result : {})
    case 'condition':
      return note(run, 'entered', index)
    case 'none':
    case 'compensation':
    case 'cancel':
  }
}
