import { evaluateExpression } from '../feel/evaluate.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Expression, Mapping } from '../plan.ts'
import type { Instance } from '../state.ts'
import { Defect, nodeOf, today } from './run.ts'
import type { Run } from './run.ts'
import { find } from './tree.ts'

/** From where an expression sees the data: a parent instance, and the position in that parent's loop. */
export type Seat = Pick<Instance, 'parent' | 'index'>

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is visible from a seat: the document (or a called process's own data), loop variables, `case`. */
export function readScope(run: Run, seat: Seat, extra: JsonObject = {}): JsonObject {
  const { base, locals } = lookUp(run, seat)
  const facts = run.state.document['case']
  return { ...base, ...locals, ...extra, case: { ...(isObject(facts) ? facts : {}), at: run.at } }
}

/** Evaluates; what fails is a Defect, which becomes an incident. */
export function evaluate(run: Run, expression: Expression, seat: Seat, extra?: JsonObject): Json {
  return evaluateIn(run, expression, readScope(run, seat, extra))
}

/** Evaluates a condition: true or nothing. */
export function holds(run: Run, expression: Expression, seat: Seat, extra?: JsonObject): boolean {
  return evaluate(run, expression, seat, extra) === true
}

export function evaluateInputs(run: Run, inputs: Mapping[], seat: Seat): JsonObject {
  if (inputs.length === 0) return {}
  const scope = readScope(run, seat)
  return Object.fromEntries(inputs.map(({ name, value }) => [name, evaluateIn(run, value, scope)]))
}

/** Writes a step's outputs: all are computed before the first is written, so that a defect changes nothing. */
export function applyOutputs(run: Run, outputs: Mapping[], seat: Seat, result: Json): void {
  if (outputs.length === 0) return
  const scope = readScope(run, seat, { result })
  const values = outputs.map(({ name, value }) => ({ path: name, value: evaluateIn(run, value, scope) }))
  for (const { path, value } of values) write(run, seat, path, value)
}

/** Writes one value at a path like `child.class` of the data that a seat belongs to. */
export function write(run: Run, seat: Seat, path: string, value: Json): void {
  const owner = ownerOf(run, seat)
  if (owner === null) run.state.document = withValue(run.state.document, path.split('.'), value)
  else owner.data = withValue(owner.data ?? {}, path.split('.'), value)
}

/** The data that a seat belongs to; never changed in place, so a reference is a snapshot. */
export function dataAt(run: Run, seat: Seat): JsonObject {
  return lookUp(run, seat).base
}

/** A copy of `object` with `value` at `path`; objects on the way are made where there are none. */
export function withValue(object: JsonObject, path: string[], value: Json): JsonObject {
  const [key, ...rest] = path
  if (key === undefined || key === '' || key === '__proto__') {
    throw new Defect('bad-path', 'Il percorso del dato non è valido.', path.join('.'))
  }
  if (rest.length === 0) return { ...object, [key]: value }
  const inner = object[key]
  if (Array.isArray(inner)) return { ...object, [key]: withElement(inner, rest, value) }
  if (inner !== undefined && inner !== null && !isObject(inner)) {
    throw new Defect('bad-path', 'Il percorso del dato attraversa un valore semplice.', path.join('.'))
  }
  return { ...object, [key]: withValue(inner ?? {}, rest, value) }
}

/** The same inside a list: positions count from 1, as in FEEL. */
function withElement(list: Json[], path: string[], value: Json): Json[] {
  const [position, ...rest] = path
  const index = Number(position) - 1
  if (!Number.isInteger(index) || index < 0 || index > list.length) {
    throw new Defect('bad-path', 'Il percorso del dato indica una posizione che non esiste.', path.join('.'))
  }
  const element = list[index]
  const copy = [...list]
  copy[index] = rest.length === 0 ? value : withValue(isObject(element) ? element : {}, rest, value)
  return copy
}

function evaluateIn(run: Run, expression: Expression, scope: JsonObject): Json {
  try {
    return evaluateExpression(expression.ast, scope, { now: run.at, today: today(run) })
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new Defect(
      'expression-failed',
      'Il calcolo previsto dal diagramma non è riuscito.',
      `${expression.text}: ${message}`,
    )
  }
}

function lookUp(run: Run, seat: Seat): { base: JsonObject; locals: JsonObject } {
  let locals: JsonObject = {}
  let { parent, index } = seat
  for (let instance = find(run, parent); instance !== undefined; instance = find(run, parent)) {
    if (instance.kind === 'body') locals = { ...loopVariables(run, instance, index), ...locals }
    if (instance.kind === 'compensating' && instance.snapshot !== null) return { base: instance.snapshot, locals }
    if (instance.kind === 'scope' && instance.data !== null) return { base: instance.data, locals }
    ;({ parent, index } = instance)
  }
  return { base: run.state.document, locals }
}

function loopVariables(run: Run, body: Extract<Instance, { kind: 'body' }>, index: number): JsonObject {
  const { loop } = nodeOf(run, body.node)
  const variables: JsonObject = { loopCounter: index, nrOfCompletedInstances: body.completed }
  if (body.total !== null) variables['nrOfInstances'] = body.total
  if (loop?.type === 'instances' && loop.item !== null) variables[loop.item] = body.items?.[index - 1] ?? null
  return variables
}

function ownerOf(run: Run, seat: Seat): Extract<Instance, { kind: 'scope' }> | null {
  let instance = find(run, seat.parent)
  while (instance !== undefined) {
    if (instance.kind === 'scope' && instance.data !== null) return instance
    instance = find(run, instance.parent)
  }
  return null
}
