import type { JsonObject } from '../json.ts'
import type { NodeOf } from '../plan.ts'
import type { Compensable, Instance, ItemOf, Token } from '../state.ts'
import { evaluateInputs } from './data.ts'
import { isAnyWaiting } from './gateways.ts'
import { issue, note, push } from './run.ts'
import type { Run } from './run.ts'
import { startTokens, subscribeBoundaries, subscribeHandlers } from './subscriptions.ts'
import { add, kill, placeOf } from './tree.ts'

type ScopeInstance = Extract<Instance, { kind: 'scope' }>

interface Opening {
  node: number
  parent: number
  index: number
  scope: number
  data?: JsonObject | null
  undoes?: Compensable[] | null
}

/** A sub-process, or a process called within the same case; a called one with inputs has data of its own. */
export function enterScope(run: Run, node: NodeOf<'sub-process' | 'call'>, token: Token): void {
  const isCall = node.kind === 'call' && node.inputs.length > 0
  const data = isCall ? evaluateInputs(run, node.inputs, token) : null
  note(run, 'entered', token.node)
  const instance = openScope(run, { ...placeOf(token), scope: node.inner, data })
  if (instance.index === 0) subscribeBoundaries(run, instance)
  subscribeHandlers(run, instance)
  startTokens(run, instance.id, run.plan.scopes[node.inner]?.starts ?? [])
}

/** A process of the diagram begins: with all its ordinary starts, or with the one start event that was triggered. */
export function openProcess(run: Run, item: ItemOf<'open'>): void {
  const instance = openScope(run, { node: -1, parent: 0, index: 0, scope: item.scope })
  subscribeHandlers(run, instance)
  startTokens(run, instance.id, item.starts)
}

/** An event sub-process begins, inside the scope that it handles. */
export function openHandler(
  run: Run,
  node: NodeOf<'event-sub-process'>,
  opening: { index: number; parent: number; undoes: Compensable[] | null },
): ScopeInstance {
  const { parent, undoes, index } = opening
  const instance = openScope(run, { node: index, parent, index: 0, scope: node.inner, undoes })
  subscribeHandlers(run, instance)
  startTokens(run, instance.id, [node.start])
  return instance
}

/** Ends the innermost scope that holds nothing any more; says whether there was one. */
export function endFinishedScopes(run: Run): boolean {
  const { instances } = run.state
  const ended = instances.findLast(
    (it, at) => it.kind === 'scope' && !isAnyWaiting(it) && !isAnyChild(instances, it.id, at),
  )
  if (ended?.kind !== 'scope') return false
  push(run, { do: 'finish', instance: ended.id, result: ended.data })
  return true
}

/** The case is over. */
export function endCase(run: Run, status: 'completed' | 'failed' | 'closed'): void {
  const { state } = run
  for (const instance of state.instances.filter(it => it.parent === 0)) kill(run, instance.id)
  state.queue = []
  state.status = status
  state.endedAt = run.at
  note(run, 'ended', null, { status, outcome: state.outcome })
  issue(run, { type: 'finish', status, output: state.document })
}

function openScope(run: Run, opening: Opening): ScopeInstance {
  const { node, parent, index, scope, data = null, undoes = null } = opening
  return add(run, { kind: 'scope', node, parent, index, scope, arrivals: {}, completed: [], data, undoes })
}

/** Children come after their parent. */
function isAnyChild(instances: Instance[], parent: number, at: number): boolean {
  for (let next = at + 1; next < instances.length; next++) if (instances[next]?.parent === parent) return true
  return false
}
