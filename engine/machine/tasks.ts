import { evaluateTable } from '../decisions/evaluate-table.ts'
import type { Decided } from '../decisions/evaluate-table.ts'
import type { DecisionTable } from '../decisions/table.ts'
import type { Json, JsonObject } from '../json.ts'
import type { NodeOf, PlanNode } from '../plan.ts'
import type { Instance, ItemOf, Token } from '../state.ts'
import { addDuration } from '../terms/instants.ts'
import { evaluate, evaluateInputs, isObject, write } from './data.ts'
import type { Seat } from './data.ts'
import { Defect, issue, nodeOf, note, outsideId, push, today } from './run.ts'
import type { Run } from './run.ts'
import { subscribe, subscribeBoundaries } from './subscriptions.ts'
import { add, find, placeOf } from './tree.ts'

type WorkInstance = Extract<Instance, { kind: 'work' }>

export function enterUser(run: Run, node: NodeOf<'user'>, token: Token): void {
  const instance = add(run, { kind: 'user', ...placeOf(token) })
  const id = outsideId(run, instance)
  run.state.tasks.push({
    id,
    instance: instance.id,
    node: token.node,
    element: node.id,
    office: node.office,
    confidential: node.confidential,
    role: node.role,
    form: node.form,
    assignee: null,
    openedAt: run.at,
    due: node.due === null ? null : addDuration(run.at, node.due),
    closedAt: null,
    state: 'open',
  })
  issue(run, { type: 'open-task', task: id })
  note(run, 'task-opened', token.node, { task: id, office: node.office })
  subscribeOutside(run, instance)
}

export function enterWork(run: Run, node: NodeOf<'work'>, token: Token): void {
  const input = workInput(run, node, token)
  const instance = add(run, { kind: 'work', ...placeOf(token), attempt: 1, input, running: false })
  note(run, 'entered', token.node, { operation: node.operation.name })
  subscribeOutside(run, instance)
  push(run, { do: 'perform', instance: instance.id, fresh: false })
}

/** Asks the outside for the work of an instance: again when it had failed. */
export function perform(run: Run, item: ItemOf<'perform'>): void {
  const instance = find(run, item.instance)
  if (instance === undefined) return
  const node = nodeOf(run, instance.node)
  if (instance.kind === 'child' && node.kind === 'child') return startChild(run, node, instance)
  if (instance.kind !== 'work' || node.kind !== 'work') return
  if (item.fresh) instance.input = workInput(run, node, instance)
  instance.running = true
  const { attempt, input } = instance
  const work = { id: outsideId(run, instance), element: node.id, operation: node.operation.name, input, attempt }
  issue(run, { type: 'perform', work })
}

/** The work has its result: from the outside, or stated by a person. */
export function settleWork(run: Run, instance: WorkInstance, output: Json): void {
  instance.running = false
  const node = nodeOf(run, instance.node)
  if (node.kind === 'work' && node.decision !== null) {
    const rules = isObject(output) ? (output['rules'] ?? []) : []
    note(run, 'decided', instance.node, {
      decision: node.decision,
      rules,
      output: isObject(output) ? (output['output'] ?? null) : output,
    })
  }
  push(run, { do: 'finish', instance: instance.id, result: output })
}

export function enterReceive(run: Run, token: Token): void {
  const instance = add(run, { kind: 'wait', ...placeOf(token) })
  note(run, 'entered', token.node)
  subscribeOutside(run, instance)
  subscribe(run, instance, token.node)
}

export function enterChild(run: Run, node: NodeOf<'child'>, token: Token): void {
  const instance = add(run, { kind: 'child', ...placeOf(token) })
  note(run, 'entered', token.node, { procedure: node.procedure })
  subscribeOutside(run, instance)
  startChild(run, node, instance)
}

function startChild(run: Run, node: NodeOf<'child'>, instance: Instance): void {
  const data = evaluateInputs(run, node.inputs, instance)
  issue(run, { type: 'start-child', instance: outsideId(run, instance), procedure: node.procedure, data })
}

/** Steps that need nobody: their instance lives only until the loop comes to its `finish`. */
export function enterInstant(run: Run, node: PlanNode, token: Token): void {
  const result = instantResult(run, node, token)
  const instance = add(run, { kind: 'wait', ...placeOf(token) })
  push(run, { do: 'finish', instance: instance.id, result })
}

function instantResult(run: Run, node: PlanNode, token: Token): Json {
  if (node.kind === 'script') {
    const value = evaluate(run, node.script, token)
    if (node.target !== null) write(run, token, node.target, value)
    return value
  }
  return node.kind === 'decision' ? decide(run, node, token) : null
}

function decide(run: Run, node: NodeOf<'decision'>, token: Token): JsonObject {
  const table = run.plan.tables[node.table]
  if (table === undefined) throw new Error(`The plan has no table ${node.decision}`)
  const { output, matched } = tryTable(run, table, evaluateInputs(run, node.inputs, token))
  note(run, 'decided', token.node, { decision: node.decision, rules: matched, output })
  return { output, rules: matched }
}

/** A table that contradicts itself is a defect of the table, not of the engine. */
function tryTable(run: Run, table: DecisionTable, inputs: JsonObject): Decided {
  try {
    return evaluateTable(table, inputs, { now: run.at, today: today(run) })
  } catch (cause) {
    throw new Defect(
      'decision-failed',
      'La tabella di decisione non dà un risultato.',
      `${table.key}: ${String(cause)}`,
    )
  }
}

/** A municipality's table is evaluated outside: the inputs of the diagram are those of the table. */
function workInput(run: Run, node: NodeOf<'work'>, seat: Seat): JsonObject {
  const inputs = evaluateInputs(run, node.inputs, seat)
  return node.decision === null ? inputs : { decision: node.decision, date: today(run), inputs }
}

/** Inside a loop the boundary events belong to the loop's body. */
function subscribeOutside(run: Run, instance: Instance): void {
  if (instance.index === 0) subscribeBoundaries(run, instance)
}
