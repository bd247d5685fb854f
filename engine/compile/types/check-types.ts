import type { Text } from '../../json.ts'
import type { Expression, Loop, PlanNode, Trigger } from '../../plan.ts'
import type { Compilation } from '../compilation.ts'
import { checkForm } from './check-form.ts'
import { checkInputs } from './check-inputs.ts'
import { Checker } from './checker.ts'
import type { Wanted } from './checker.ts'
import type { Names } from './infer.ts'
import { resultType } from './results.ts'
import { namesAt, spacesOf } from './spaces.ts'
import type { Spaces } from './spaces.ts'
import { LIST, NUMBER, TEXT, temporal } from './type.ts'
import type { Type } from './type.ts'

const DURATION: Type = {
  string: { values: null, format: 'duration', pattern: null },
  ...temporal('days and time', 'years and months'),
}
const DATE: Type = { ...TEXT, ...temporal('date', 'date and time') }
/** A wrong name or type in a diagram is found when it is published, not when a case comes by. */
export function checkTypes(compilation: Compilation): void {
  const spaces = spacesOf(compilation)
  for (const node of compilation.nodes) checkNode(new Checker(compilation, spaces, node), node)
  for (const flow of compilation.flows) {
    const source = compilation.nodes[flow.source]
    if (source === undefined || flow.condition === null) continue
    const names = namesAt(compilation, spaces, source, { inside: false })
    const checker = new Checker(compilation, spaces, { id: flow.id, name: null })
    checker.check({ it: 'Condizione', en: 'Condition' }, flow.condition.text, names, { truth: true })
  }
  checkTermLengths(compilation, spaces)
}

function checkNode(checker: Checker, node: PlanNode): void {
  const { compilation, spaces } = checker
  const result = resultType(compilation, node, () => spaces)
  const inside = node.kind !== 'boundary'
  const names = namesAt(compilation, spaces, node, { inside })
  checkInputs(checker, node, names)
  const after = namesAt(compilation, spaces, node, { inside, result })
  for (const { name, value } of node.outputs)
    checker.check({ it: `Uscita «${name}»`, en: `Output "${name}"` }, value.text, after)
  if (node.kind === 'script') checker.check({ it: 'Espressione', en: 'Expression' }, node.script.text, names)
  if (node.loop !== null) checkLoop(checker, node, node.loop)
  if ('trigger' in node) checkTrigger(checker, node.trigger, namesAt(compilation, spaces, node, { inside: false }))
  if ('throws' in node && node.throws.do === 'message') checkKey(checker, node.throws.key, names)
  if (node.kind === 'user') checkForm(checker, node)
}

function checkLoop(checker: Checker, node: PlanNode, loop: Loop): void {
  const { compilation, spaces } = checker
  const inside = namesAt(compilation, spaces, node, { inside: true })
  const around = namesAt(compilation, spaces, node, { inside: false })
  const check = (expression: Expression | null, place: Text, names: Names, wanted: Wanted) => {
    if (expression !== null) checker.check(place, expression.text, names, wanted)
  }
  if (loop.type === 'standard')
    return check(loop.condition, { it: 'Condizione della ripetizione', en: 'Loop condition' }, inside, { truth: true })
  check(loop.collection, { it: 'Elenco della ripetizione', en: 'Collection of the loop' }, around, { type: LIST })
  check(loop.cardinality, { it: 'Numero delle ripetizioni', en: 'Number of repetitions' }, around, { type: NUMBER })
  check(loop.completion, { it: 'Condizione di fine', en: 'Completion condition' }, inside, { truth: true })
}

function checkTrigger(checker: Checker, trigger: Trigger, names: Names): void {
  if (trigger.on === 'condition')
    checker.check({ it: 'Condizione', en: 'Condition' }, trigger.condition.text, names, { truth: true })
  if (trigger.on === 'message') checkKey(checker, trigger.key, names)
  if (trigger.on !== 'timer' || trigger.timer.type === 'cycle' || trigger.timer.type === 'term') return
  const { type, value } = trigger.timer
  const place = { it: 'Temporizzatore', en: 'Timer' }
  if (typeof value !== 'string') checker.check(place, value.text, names, { type: type === 'date' ? DATE : DURATION })
}

function checkKey(checker: Checker, key: Expression | null, names: Names): void {
  if (key !== null) checker.check({ it: 'Chiave del messaggio', en: 'Message key' }, key.text, names)
}

/** A term starts at some step of the case: the whole document is in sight. */
function checkTermLengths(compilation: Compilation, spaces: Spaces): void {
  const [first] = compilation.nodes
  const process = compilation.scopes[0]
  if (first === undefined || process === undefined) return
  const names = namesAt(compilation, spaces, { ...first, scope: 0, loop: null }, { inside: false })
  const checker = new Checker(compilation, spaces, { id: process.id, name: null })
  for (const { key, daysFrom } of compilation.terms) {
    const place = { it: `Durata del termine «${key}»`, en: `Length of the term "${key}"` }
    if (daysFrom !== undefined) checker.check(place, daysFrom.text, names, { type: NUMBER })
  }
}
