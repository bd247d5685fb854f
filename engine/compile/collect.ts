import type { ModdleElement } from 'bpmn-moddle'
import type { Compilation } from './compilation.ts'
import { fail } from './compilation.ts'
import { eventDefinitions, idOf, kindOf, many, text } from './element.ts'
import { noticeForeign } from './foreign.ts'

/** What carries tokens; everything else in a process (data, lanes, artifacts) is there for people. */
const NODE_TYPES = new Set(
  (
    'StartEvent EndEvent IntermediateCatchEvent IntermediateThrowEvent BoundaryEvent ExclusiveGateway ParallelGateway InclusiveGateway ' +
    'EventBasedGateway UserTask ServiceTask SendTask ReceiveTask BusinessRuleTask ScriptTask ManualTask Task SubProcess Transaction CallActivity'
  )
    .split(' ')
    .map(it => `bpmn:${it}`),
)
export const UNSUPPORTED = new Set(['bpmn:ComplexGateway', 'bpmn:AdHocSubProcess'])

/** Gives numbers to a process and to everything in it, and refuses what the engine does not run. */
export function collectScope(compilation: Compilation, container: ModdleElement): number {
  const scope = compilation.scopes.length
  compilation.scopes.push({ id: idOf(container), node: null, starts: [], triggered: [], handlers: [] })
  compilation.scopeIndex.set(idOf(container), scope)
  for (const element of many(container, 'flowElements')) collectElement(compilation, element, scope)
  return scope
}

/** A global task is a process of one step. */
export function collectGlobalTask(compilation: Compilation, task: ModdleElement): void {
  const scope = compilation.scopes.length
  compilation.scopes.push({
    id: idOf(task),
    node: null,
    starts: [compilation.sources.length],
    triggered: [],
    handlers: [],
  })
  compilation.scopeIndex.set(idOf(task), scope)
  addSource(compilation, task, scope)
}

function collectElement(compilation: Compilation, element: ModdleElement, scope: number): void {
  if (UNSUPPORTED.has(element.$type)) return refuseElement(compilation, element)
  noticeForeign(compilation, element)
  if (!NODE_TYPES.has(element.$type)) return
  checkTokens(compilation, element)
  checkEvents(compilation, element)
  const node = addSource(compilation, element, scope)
  if (element.$type !== 'bpmn:SubProcess' && element.$type !== 'bpmn:Transaction') return
  const inner = compilation.scopes[collectScope(compilation, element)]
  if (inner !== undefined) inner.node = node
}

function addSource(compilation: Compilation, element: ModdleElement, scope: number): number {
  const node = compilation.sources.length
  compilation.sources.push({ element, scope })
  compilation.nodeIndex.set(idOf(element), node)
  return node
}

function refuseElement(compilation: Compilation, element: ModdleElement): void {
  const kind = kindOf(element)
  fail(
    compilation,
    element,
    { it: `L’elemento «${kind}» non è previsto.`, en: `The element "${kind}" is not supported.` },
    {
      it: 'Usare gateway inclusivi, paralleli o a eventi e sottoprocessi ordinari.',
      en: 'Use inclusive, parallel or event-based gateways and ordinary sub-processes.',
    },
  )
}

function checkTokens(compilation: Compilation, element: ModdleElement): void {
  for (const attribute of ['startQuantity', 'completionQuantity']) {
    const value = text(element, attribute)
    if (value === null || value === '1') continue
    fail(
      compilation,
      element,
      {
        it: `L’attributo ${attribute}=${value} non è previsto.`,
        en: `The attribute ${attribute}=${value} is not supported.`,
      },
      {
        it: 'Togliere l’attributo; per più esecuzioni usare un’attività ripetuta.',
        en: 'Remove the attribute; for several executions use a multi-instance activity.',
      },
    )
  }
}

function checkEvents(compilation: Compilation, element: ModdleElement): void {
  if (eventDefinitions(element).length < 2) return
  fail(
    compilation,
    element,
    { it: 'Un evento con più definizioni non è previsto.', en: 'An event with several definitions is not supported.' },
    { it: 'Disegnare un evento per ciascuna definizione.', en: 'Draw one event for each definition.' },
  )
}
