import type { Expression, PlanNode } from '../../plan.ts'
import type { Compilation } from '../compilation.ts'
import { typeOfSchema } from './from-schema.ts'
import { Findings } from './findings.ts'
import { typeOf } from './infer.ts'
import type { Names } from './infer.ts'
import { resultType } from './results.ts'
import { ANY, NOTHING, TEXT, WHOLE, join, listOf, objectOf, optional } from './type.ts'
import type { ObjectType, Type } from './type.ts'
import { itemsOf } from './builtin-types.ts'

/** The case document, by key MAIN; a called process with inputs has data of its own, by its scope. */
export type Spaces = Map<number, ObjectType>

export const MAIN = -1

/** Types of what steps write depend on each other; they settle within some rounds, and an early stop only knows less. */
const MOST_ROUNDS = 12
const OPEN: ObjectType = { fields: new Map(), rest: ANY, required: [] }

/** What the document of a case may hold: what it begins with, and what the steps write into it. */
export function spacesOf(compilation: Compilation): Spaces {
  let spaces = begin(compilation, () => ANY)
  for (let round = 0, before = ''; round < MOST_ROUNDS; round++) {
    const known = spaces
    spaces = begin(compilation, (expression, names) => typeOf(expression.ast, names, new Findings(new Map())), known)
    const after = fingerprint(spaces)
    if (after === before) break
    before = after
  }
  return spaces
}

/** What an expression of a node sees; `inside` its own loop (its instances) or around it. */
export function namesAt(
  compilation: Compilation,
  spaces: Spaces,
  node: PlanNode,
  { inside, result }: { inside: boolean; result?: Type },
): Names {
  const document = spaces.get(spaceOf(compilation, node)) ?? OPEN
  let names: Names = { object: document, outer: null }
  const facts = spaces.get(MAIN)?.fields.get('case')?.object ?? OPEN
  const own = objectOf([...facts.fields, ['at', TEXT]], facts.rest)
  for (const looping of loopsAround(compilation, node, inside)) names = within(names, loopNames(looping, names))
  const locals: [string, Type][] = [['case', own]]
  return within(names, result === undefined ? locals : [...locals, ['result', result]])
}

function within(outer: Names, fields: [string, Type][]): Names {
  return { object: { fields: new Map(fields), rest: null, required: [] }, outer }
}

/** The loops that a node is in, the outermost first. */
function loopsAround(compilation: Compilation, node: PlanNode, inside: boolean): PlanNode[] {
  const opener = openerOf(compilation, node)
  const outer = opener === undefined ? [] : loopsAround(compilation, opener, true)
  return inside && node.loop !== null ? [...outer, node] : outer
}

function openerOf({ scopes, nodes }: Compilation, node: PlanNode): PlanNode | undefined {
  const opener = scopes[node.scope]?.node ?? null
  return opener === null ? undefined : nodes[opener]
}

function loopNames({ loop }: PlanNode, names: Names): [string, Type][] {
  const counters = ['loopCounter', 'nrOfInstances', 'nrOfCompletedInstances']
  const fields = counters.map((name): [string, Type] => [name, WHOLE])
  if (loop?.type !== 'instances' || loop.item === null) return fields
  const items = loop.collection === null ? NOTHING : typeOf(loop.collection.ast, names, new Findings(new Map()))
  return [...fields, [loop.item, itemsOf(items)]]
}

export function spaceOf(compilation: Compilation, node: PlanNode): number {
  const opener = openerOf(compilation, node)
  if (opener !== undefined) return spaceOf(compilation, opener)
  return callsOf(compilation, node.scope).length > 0 ? node.scope : MAIN
}

/** Calls that give a process its own data; a process that is called without any works on its caller's. */
function callsOf({ nodes }: Compilation, scope: number): PlanNode[] {
  return nodes.filter(it => it.kind === 'call' && it.inner === scope && it.inputs.length > 0)
}

type Read = (expression: Expression, names: Names) => Type

/** One round: the beginnings and all writes, as far as is known now. */
function begin(compilation: Compilation, read: Read, known?: Spaces): Spaces {
  const spaces: Spaces = new Map([[MAIN, startOf(compilation)]])
  const seen = known ?? spaces
  for (const node of compilation.nodes) {
    if (node.kind !== 'call' || node.inputs.length === 0) continue
    const names = namesAt(compilation, seen, node, { inside: true })
    const given = objectOf(node.inputs.map(it => [it.name, read(it.value, names)])).object ?? OPEN
    const before = spaces.get(node.inner)
    spaces.set(node.inner, before === undefined ? given : (join({ object: before }, { object: given }).object ?? OPEN))
  }
  for (const node of compilation.nodes) {
    const space = spaceOf(compilation, node)
    for (const [path, type] of writesOf(compilation, seen, node, read))
      spaces.set(space, written(spaces.get(space) ?? OPEN, path.split('.'), type))
  }
  return spaces
}

function startOf({ env }: Compilation): ObjectType {
  return env.document === undefined ? OPEN : (typeOfSchema(env.document).object ?? OPEN)
}

function writesOf(compilation: Compilation, seen: Spaces, node: PlanNode, read: Read): [string, Type][] {
  const result = resultType(compilation, node, () => seen)
  const names = namesAt(compilation, seen, node, { inside: node.kind !== 'boundary', result })
  const writes = node.outputs.map((it): [string, Type] => [it.name, read(it.value, names)])
  if (node.kind === 'script' && node.target !== null) writes.push([node.target, read(node.script, names)])
  if (node.loop?.type === 'instances' && node.loop.results !== null) {
    const each = node.kind === 'script' ? read(node.script, names) : result
    writes.push([node.loop.results, listOf(optional(each))])
  }
  return writes
}

/** What is written later, or by some ways only, may be missing. */
function written(object: ObjectType, [name, ...rest]: string[], type: Type): ObjectType {
  if (name === undefined) return object
  const before = object.fields.get(name) ?? (object.rest === null ? NOTHING : object.rest)
  const after = rest.length === 0 ? join(before, type) : writtenInto(before, rest, type)
  return { ...object, fields: new Map(object.fields).set(name, after) }
}

function writtenInto(before: Type, path: string[], type: Type): Type {
  if (before.any || before.list) return ANY
  return { ...before, object: written(before.object ?? { ...OPEN, rest: null }, path, type) }
}

function fingerprint(spaces: Spaces): string {
  return JSON.stringify([...spaces], (_, value: unknown) => (value instanceof Map ? [...value] : value))
}
