import type { ModdleElement } from 'bpmn-moddle'
import type { PlanNode } from '../plan.ts'
import { UNSUPPORTED } from './collect.ts'
import { expression, fail } from './compilation.ts'
import type { Compilation } from './compilation.ts'
import { eventDefinitions, flag, idOf, many, one, text } from './element.ts'

/** Sequence flows of a process and of what is nested in it, in the order of the file: that is the order in which conditions are asked. */
export function connectFlows(compilation: Compilation, container: ModdleElement): void {
  for (const element of many(container, 'flowElements')) {
    if (element.$type === 'bpmn:SequenceFlow') connectFlow(compilation, element)
    else if (many(element, 'flowElements').length > 0) connectFlows(compilation, element)
  }
}

/** Boundary events to their activities, compensation handlers to what they undo, start events and handlers to their scopes. */
export function connectScopes(compilation: Compilation, containers: ModdleElement[]): void {
  for (const container of containers) connectAssociations(compilation, container)
  compilation.nodes.forEach((node, index) => {
    if (node.kind === 'boundary') compilation.nodes[node.host]?.boundaries.push(index)
    const scope = compilation.scopes[node.scope]
    if (node.kind === 'event-sub-process') scope?.handlers.push(index)
  })
  compilation.scopes.forEach((scope, index) => findStarts(compilation, scope, index))
}

/** A link is a flow that is not drawn. */
export function connectLinks(compilation: Compilation): void {
  compilation.sources.forEach(({ element, scope }, source) => {
    if (element.$type !== 'bpmn:IntermediateThrowEvent') return
    const name = linkName(element)
    if (name === null) return
    const target = compilation.sources.findIndex(
      it => it.scope === scope && it.element.$type === 'bpmn:IntermediateCatchEvent' && linkName(it.element) === name,
    )
    if (target >= 0) return addFlow(compilation, { id: `link:${idOf(element)}`, source, target, condition: null })
    fail(
      compilation,
      element,
      { it: `Il collegamento «${name}» non ha un punto di arrivo.`, en: `The link "${name}" has no landing.` },
      {
        it: 'Aggiungere un evento intermedio di collegamento con lo stesso nome.',
        en: 'Add a catching link event of the same name.',
      },
    )
  })
}

export function isCompensationHandler(compilation: Compilation, node: number): boolean {
  const element = compilation.sources[node]?.element
  return element !== undefined && flag(element, 'isForCompensation')
}

function connectFlow(compilation: Compilation, element: ModdleElement): void {
  const source = endOf(compilation, element, 'sourceRef')
  const target = endOf(compilation, element, 'targetRef')
  if (source === undefined || target === undefined) {
    // What was refused has its diagnostic already.
    if (isRefused(element, 'sourceRef') || isRefused(element, 'targetRef')) return
    fail(
      compilation,
      element,
      { it: 'La freccia non collega due elementi eseguibili.', en: 'The flow does not connect two elements that run.' },
      { it: 'Collegare di nuovo i due elementi.', en: 'Connect the two elements again.' },
    )
    return
  }
  const body = text(one(element, 'conditionExpression'), 'body')
  const condition = body === null ? null : expression(compilation, element, body)
  addFlow(compilation, { id: idOf(element), source, target, condition })
  const origin = compilation.sources[source]?.element
  const standard = origin === undefined ? null : one(origin, 'default')
  const node = compilation.nodes[source]
  if (standard !== null && idOf(standard) === idOf(element) && node !== undefined)
    node.otherwise = compilation.flows.length - 1
}

function isRefused(flow: ModdleElement, property: string): boolean {
  const type = one(flow, property)?.$type
  return type !== undefined && UNSUPPORTED.has(type)
}

function addFlow(compilation: Compilation, flow: Compilation['flows'][number]): void {
  const index = compilation.flows.push(flow) - 1
  compilation.nodes[flow.source]?.outgoing.push(index)
  compilation.nodes[flow.target]?.incoming.push(index)
}

function endOf(compilation: Compilation, flow: ModdleElement, property: string): number | undefined {
  const element = one(flow, property)
  return element === null ? undefined : compilation.nodeIndex.get(idOf(element))
}

function linkName(element: ModdleElement): string | null {
  const definition = eventDefinitions(element).find(it => it.$type === 'bpmn:LinkEventDefinition')
  return definition === undefined ? null : (text(definition, 'name') ?? idOf(definition))
}

/** boundary compensation event -> association -> handler. */
function connectAssociations(compilation: Compilation, container: ModdleElement): void {
  for (const association of many(container, 'artifacts')) {
    const from = endOf(compilation, association, 'sourceRef')
    const to = endOf(compilation, association, 'targetRef')
    const boundary = from === undefined ? undefined : compilation.nodes[from]
    if (to === undefined || boundary?.kind !== 'boundary' || boundary.trigger.on !== 'compensation') continue
    const host = compilation.nodes[boundary.host]
    if (host !== undefined) host.compensation = to
  }
  for (const element of many(container, 'flowElements'))
    if (element.get('flowElements') !== undefined) connectAssociations(compilation, element)
}

function findStarts(compilation: Compilation, scope: Compilation['scopes'][number], index: number): void {
  const opener = scope.node === null ? undefined : compilation.nodes[scope.node]
  if (scope.starts.length > 0 || opener?.kind === 'event-sub-process') return
  const members = compilation.nodes.flatMap((node, number) => (node.scope === index ? [{ node, number }] : []))
  const events = members.filter(it => it.node.kind === 'start')
  scope.triggered = members.filter(it => isTriggered(compilation, it.node, it.number)).map(it => it.number)
  const ordinary = events.filter(it => it.node.kind === 'start' && it.node.trigger.on === 'none')
  // Without any start event, what has no way in begins with its process.
  const implicit = members.filter(it => isImplicitStart(compilation, it.node, it.number))
  const starts = events.length > 0 || scope.triggered.length > 0 ? ordinary : implicit
  scope.starts = starts.map(it => it.number)
}

/** Start events with a trigger, and receive tasks that instantiate. */
function isTriggered(compilation: Compilation, node: PlanNode, number: number): boolean {
  if (node.kind === 'start') return node.trigger.on !== 'none'
  const element = compilation.sources[number]?.element
  return node.kind === 'catch' && element !== undefined && flag(element, 'instantiate')
}

function isImplicitStart(compilation: Compilation, node: PlanNode, number: number): boolean {
  if (node.incoming.length > 0 || node.kind === 'boundary' || node.kind === 'event-sub-process') return false
  return !isCompensationHandler(compilation, number)
}
