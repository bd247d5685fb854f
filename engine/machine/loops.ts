import type { Json } from '../json.ts'
import type { Loop, PlanNode } from '../plan.ts'
import type { Instance, ItemOf, LoopData, Token } from '../state.ts'
import { evaluate, holds } from './data.ts'
import { Defect, nodeOf, note, push } from './run.ts'
import type { Run } from './run.ts'
import { subscribeBoundaries } from './subscriptions.ts'
import { add, find, killChildren } from './tree.ts'

type Body = Instance & LoopData
type Instances = Extract<Loop, { type: 'instances' }>

/** A repeated activity: its body holds the boundary events, and the instances one by one or all at once. */
export function enterLoop(run: Run, node: PlanNode, token: Token): void {
  const counts = node.loop?.type === 'instances' ? countInstances(run, node.loop, token) : { items: null, total: null }
  const place = { node: token.node, parent: token.parent, index: 0 }
  const body = add(run, { kind: 'body', ...place, ...counts, started: 0, completed: 0, results: [] })
  note(run, 'entered', token.node, { instances: counts.total })
  subscribeBoundaries(run, body)
  push(run, { do: 'iterate', instance: body.id })
}

/** Begins what is to begin after an instance has ended, or ends the loop. */
export function iterate(run: Run, item: ItemOf<'iterate'>): void {
  const body = find(run, item.instance)
  if (body?.kind !== 'body') return
  const { loop } = nodeOf(run, body.node)
  if (loop?.type === 'instances') iterateInstances(run, loop, body)
  else if (loop?.type === 'standard') iterateStandard(run, loop, body)
}

function iterateInstances(run: Run, loop: Instances, body: Body): void {
  const total = body.total ?? 0
  const seat = { parent: body.id, index: body.completed }
  const isEnough = body.completed > 0 && loop.completion !== null && holds(run, loop.completion, seat)
  if (isEnough || body.completed >= total) return end(run, body)
  if (!loop.sequential) while (body.started < total) begin(run, body)
  else if (body.started === body.completed) begin(run, body)
}

function iterateStandard(run: Run, loop: Extract<Loop, { type: 'standard' }>, body: Body): void {
  const isTested = loop.testBefore || body.started > 0
  const isExhausted = loop.maximum !== null && body.started >= loop.maximum
  const seat = { parent: body.id, index: body.started }
  if (isExhausted || (isTested && loop.condition !== null && !holds(run, loop.condition, seat))) return end(run, body)
  begin(run, body)
}

function begin(run: Run, body: Body): void {
  body.started++
  body.results.push(null)
  push(run, { do: 'enter', node: body.node, flow: null, parent: body.id, index: body.started })
}

function end(run: Run, body: Body): void {
  killChildren(run, body.id)
  push(run, { do: 'finish', instance: body.id, result: body.results })
}

/** The collection is evaluated once: what happens to it later changes nothing. */
function countInstances(run: Run, loop: Instances, token: Token): { items: Json[] | null; total: number } {
  if (loop.collection !== null) {
    const items = evaluate(run, loop.collection, token)
    if (!Array.isArray(items))
      throw new Defect('bad-collection', 'La ripetizione ha bisogno di un elenco.', loop.collection.text)
    return { items, total: items.length }
  }
  const total = loop.cardinality === null ? 0 : evaluate(run, loop.cardinality, token)
  if (typeof total !== 'number' || !Number.isInteger(total) || total < 0) {
    throw new Defect('bad-cardinality', 'Il numero delle ripetizioni non è un intero positivo.', loop.cardinality?.text)
  }
  return { items: null, total }
}
