import type { Expression, Flow, Loop, Plan, PlanNode, PlanOperation, Scope, Throw, Trigger } from '../plan.ts'

/** A plan of which only the ways of the tokens are left, and what a step's work may fail with. */
export interface Skeleton {
  plan: Plan
  /** By node: the error codes with which work may fail so that something catches it; `OTHER` stands for every code without a catcher of its own. */
  codes: string[][]
  /** Messages and signals that only the diagram itself sends. */
  own: Set<string>
  /** Some repeated activity may end early. */
  endsEarly: boolean
  /** Something is undone at some time. */
  undoes: boolean
}

/** A code that no catcher names. */
export const OTHER = ' '
/** The one variable of a case without data: whether repeated activities have had enough. */
export const ENOUGH = 'enough'

const NOTHING: PlanOperation = {
  name: '',
  platform: '',
  dispatch: 'queued',
  retry: { name: '', initialSeconds: 0, backoff: 1, maxSeconds: 0, maxAttempts: 1 },
  repeat: 'idempotent',
  recordable: false,
  timeoutSeconds: 0,
}
const TWO: Expression = { text: '2', ast: { kind: 'number', text: '2' } }
const ONE: Expression = { text: '1', ast: { kind: 'number', text: '1' } }
const IS_ENOUGH: Expression = { text: ENOUGH, ast: { kind: 'name', name: ENOUGH } }

/**
 * Takes the data out of a plan, so that `advance` itself can explore what its tokens may do:
 * - every activity stops until it is told to go on, whoever does it; those in a row count as one, because a token on the first can do
 *   nothing but come to the next;
 * - whatever comes from outside (messages, signals, timers, terms, conditions) is a timer that may be due at any moment, and once:
 *   how often the outside repeats itself is not the diagram's fault. What the diagram sends to itself stays as it is;
 * - activities repeated in parallel have two instances and may have enough after the first; other loops go round once, because each
 *   round begins as the one before.
 */
export function withoutData(plan: Plan): Skeleton {
  const codes = plan.nodes.map((node, index) => (isFallible(node) ? catchable(plan, index) : []))
  const own = sentInside(plan)
  const nodes = plan.nodes.map((node, index) => bare(node, own, !isOneWithNext(plan, codes, index)))
  const endsEarly = nodes.some(it => it.loop?.type === 'instances' && it.loop.completion !== null)
  const undoes = nodes.some(it => 'throws' in it && (it.throws.do === 'compensate' || it.throws.do === 'cancel'))
  return { plan: { ...plan, nodes, terms: [], forms: [], tables: [] }, codes, own, endsEarly, undoes }
}

function bare(node: PlanNode, own: Set<string>, stops: boolean): PlanNode {
  const nothing = { clocks: [], inputs: [], outputs: [], outcome: null, milestone: null, loop: bareLoop(node.loop) }
  if (isTask(node)) {
    const task = { ...node, ...nothing }
    return stops ? { ...task, kind: 'work', operation: NOTHING, decision: null } : { ...task, kind: 'pass' }
  }
  if (node.kind === 'catch' || node.kind === 'boundary' || node.kind === 'event-sub-process')
    return { ...node, ...nothing, trigger: bareTrigger(node.trigger, own) }
  if (node.kind === 'throw' || node.kind === 'end') return { ...node, ...nothing, throws: bareThrow(node.throws) }
  return { ...node, ...nothing }
}

const TASKS: PlanNode['kind'][] = ['user', 'work', 'child', 'script', 'decision', 'pass']

/** Tasks of every sort; a link's landing is no task. */
function isTask(node: PlanNode): boolean {
  return TASKS.includes(node.kind) && node.type !== 'intermediateCatchEvent'
}

function bareLoop(loop: Loop | null): Loop | null {
  if (loop === null) return null
  if (loop.type === 'standard') return { ...loop, testBefore: false, maximum: 1, condition: null }
  const completion = loop.sequential || loop.completion === null ? null : IS_ENOUGH
  const cardinality = loop.sequential ? ONE : TWO
  return { ...loop, cardinality, collection: null, item: null, completion, results: null }
}

function bareTrigger(trigger: Trigger, own: Set<string>): Trigger {
  switch (trigger.on) {
    case 'message':
      return own.has(`message ${trigger.message}`) ? { ...trigger, key: null } : SOME_TIME
    case 'signal':
      return own.has(`signal ${trigger.signal}`) ? trigger : SOME_TIME
    case 'timer':
    case 'condition':
      return SOME_TIME
    case 'none':
    case 'error':
    case 'escalation':
    case 'compensation':
    case 'cancel':
      return trigger
  }
}

const SOME_TIME: Trigger = { on: 'timer', timer: { type: 'duration', value: 'P1D' } }

function bareThrow(throws: Throw): Throw {
  return throws.do === 'message' ? { ...throws, key: null } : throws
}

/** Messages and signals that an element of the diagram throws: only these elements decide whether they come. */
function sentInside(plan: Plan): Set<string> {
  return new Set(
    plan.nodes.flatMap(node => {
      if (!('throws' in node)) return []
      if (node.throws.do === 'message') return [`message ${node.throws.message}`]
      return node.throws.do === 'signal' ? [`signal ${node.throws.signal}`] : []
    }),
  )
}

function isFallible(node: PlanNode): boolean {
  return node.kind === 'work' || node.kind === 'child'
}

/** Codes for which something catches an error of this node, in any scope around it. */
function catchable(plan: Plan, index: number): string[] {
  const codes = new Set<string>()
  const seen = new Set<number>()
  const look = (node: PlanNode | undefined) => {
    if (node !== undefined && 'trigger' in node && node.trigger.on === 'error') codes.add(node.trigger.code ?? OTHER)
  }
  const visit = (position: number): void => {
    const node = plan.nodes[position]
    if (node === undefined || seen.has(position)) return
    seen.add(position)
    for (const boundary of node.boundaries) look(plan.nodes[boundary])
    const scope: Scope | undefined = plan.scopes[node.scope]
    for (const handler of scope?.handlers ?? []) look(plan.nodes[handler])
    for (const opener of openers(plan, node.scope)) visit(opener)
  }
  visit(index)
  return [...codes]
}

/** The nodes that open a scope: its sub-process, or the activities that call it. */
export function openers(plan: Plan, scope: number): number[] {
  const own = plan.scopes[scope]?.node ?? null
  if (own !== null) return [own]
  return plan.nodes.flatMap((node, index) => (node.kind === 'call' && node.inner === scope ? [index] : []))
}

/**
 * Whether a token on this activity can do nothing but come to the next one, where everything that can happen to it here can happen
 * as well: fusing the two keeps deadlocks, boundedness and liveness (fusion of series places).
 */
function isOneWithNext(plan: Plan, codes: string[][], index: number): boolean {
  const node = plan.nodes[index]
  const [out, ...more] = node?.outgoing ?? []
  if (node === undefined || out === undefined || more.length > 0 || !isPlain(node)) return false
  const flow: Flow | undefined = plan.flows[out]
  const next = flow === undefined ? undefined : plan.nodes[flow.target]
  if (flow === undefined || next === undefined || flow.condition !== null || next.incoming.length !== 1) return false
  return isTask(next) && isPlain(next) && (codes[index]?.join() ?? '') === (codes[flow.target]?.join() ?? '')
}

function isPlain(node: PlanNode): boolean {
  return node.loop === null && node.boundaries.length === 0 && node.compensation === null
}
