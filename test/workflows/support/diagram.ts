import type { Form } from '../../../engine/form.ts'
import type { OperationSpec, Plan } from '../../../engine/plan.ts'
import { compile } from '../../../engine/compile/compile.ts'

/** One element of a straight diagram; `beside` is drawn next to it (boundary events and where they lead). */
export interface Element {
  id: string
  xml: (flows: string) => string
  beside?: string
}

const operation = (name: string, change: Partial<OperationSpec> = {}): OperationSpec => ({
  name,
  platform: 'anpr',
  dispatch: 'local-first',
  retry: { name: 'platform', initialSeconds: 1, backoff: 1, maxSeconds: 1, maxAttempts: 4 },
  repeat: 'ask',
  recordable: true,
  timeoutSeconds: 5,
  input: { type: 'object' },
  output: {},
  ...change,
})

/** What the tests' diagrams may call: their answers are given by each test's activities. */
export const operations: OperationSpec[] = [
  operation('test.work'),
  operation('test.queued', { dispatch: 'queued' }),
  operation('test.person', { dispatch: 'queued', repeat: 'person', timeoutSeconds: 1 }),
]

const form: Form = { key: 'form', title: { it: 'Modulo', en: 'Form' }, facts: [], fields: [] }

export const work = (id: string, name = 'test.work'): Element => ({
  id,
  xml: flows =>
    `<bpmn:serviceTask id="${id}" name="${id}" iter:operation="${name}"><bpmn:extensionElements><iter:output target="${id}" value="result"/></bpmn:extensionElements>${flows}</bpmn:serviceTask>`,
})

export const task = (id: string): Element => ({
  id,
  xml: flows => `<bpmn:userTask id="${id}" name="${id}" iter:form="form" iter:office="scuola">${flows}</bpmn:userTask>`,
})

export const receive = (id: string, message: string): Element => ({
  id,
  xml: flows => `<bpmn:receiveTask id="${id}" name="${id}" messageRef="${message}">${flows}</bpmn:receiveTask>`,
})

export const timer = (id: string, duration: string): Element => ({
  id,
  xml: flows =>
    `<bpmn:intermediateCatchEvent id="${id}">${flows}<bpmn:timerEventDefinition><bpmn:timeDuration>${duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`,
})

/** The element with an interrupting timer that leads to an end of its own. */
export const within = (element: Element, duration: string): Element => ({
  ...element,
  beside: `<bpmn:boundaryEvent id="${element.id}-late" attachedToRef="${element.id}"><bpmn:outgoing>${element.id}-late-flow</bpmn:outgoing><bpmn:timerEventDefinition><bpmn:timeDuration>${duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:endEvent id="${element.id}-late-end"><bpmn:incoming>${element.id}-late-flow</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="${element.id}-late-flow" sourceRef="${element.id}-late" targetRef="${element.id}-late-end"/>`,
})

/** The plan of a straight diagram: start, the elements, end. */
export async function aPlan(elements: Element[], known: OperationSpec[] = operations): Promise<Plan> {
  const { plan, diagnostics } = await compile(xmlOf(elements), {
    operations: known,
    forms: [form],
    offices: ['scuola'],
  })
  if (plan) return plan
  throw new Error(`The test's diagram does not compile: ${JSON.stringify(diagnostics)}`)
}

function xmlOf(elements: Element[]): string {
  const start: Element = { id: 'start', xml: flows => `<bpmn:startEvent id="start">${flows}</bpmn:startEvent>` }
  const end: Element = { id: 'end', xml: flows => `<bpmn:endEvent id="end">${flows}</bpmn:endEvent>` }
  const chain = [start, ...elements, end]
  const nodes = chain.map((element, i) => {
    const incoming = i > 0 ? `<bpmn:incoming>flow-${i}</bpmn:incoming>` : ''
    const outgoing = i < chain.length - 1 ? `<bpmn:outgoing>flow-${i + 1}</bpmn:outgoing>` : ''
    return element.xml(incoming + outgoing) + (element.beside ?? '')
  })
  const flows = chain
    .slice(1)
    .map(
      (element, i) => `<bpmn:sequenceFlow id="flow-${i + 1}" sourceRef="${chain[i]?.id}" targetRef="${element.id}"/>`,
    )
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:iter="urn:iter:bpmn:1" id="definitions" targetNamespace="test">
  <bpmn:message id="go" name="go"/>
  <bpmn:process id="test" name="Test" isExecutable="true">${nodes.join('\n')}${flows.join('\n')}</bpmn:process>
</bpmn:definitions>`
}
