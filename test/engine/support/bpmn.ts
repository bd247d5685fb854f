/** A tiny writer of BPMN: `process('start s', 'user t form=f', 'end e', 's -> t -> e')` gives the XML of a diagram. */
const EVENTS: { [key: string]: string } = {
  timer: 'timerEventDefinition',
  message: 'messageEventDefinition',
  signal: 'signalEventDefinition',
  error: 'errorEventDefinition',
  escalation: 'escalationEventDefinition',
  condition: 'conditionalEventDefinition',
  compensate: 'compensateEventDefinition',
  cancel: 'cancelEventDefinition',
  terminate: 'terminateEventDefinition',
  link: 'linkEventDefinition',
}

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

interface Options {
  [name: string]: unknown
  inputs?: { [name: string]: string }
  outputs?: { [target: string]: string }
  clock?: [term: string, action: string, cause?: string][]
}

const attributes = (values: { [name: string]: unknown }) =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('')

function extensions({ inputs = {}, outputs = {}, clock = [] }: Options): string {
  const lines = [
    ...Object.entries(inputs).map(([name, value]) => `<iter:input${attributes({ name, value })}/>`),
    ...Object.entries(outputs).map(([target, value]) => `<iter:output${attributes({ target, value })}/>`),
    ...clock.map(([term, action, cause = '']) => `<iter:clock${attributes({ term, action, cause })}/>`),
  ]
  return lines.length === 0 ? '' : `<extensionElements>${lines.join('')}</extensionElements>`
}

/** Any element: `el('userTask', 't', { 'iter:form': 'f', outputs: {...} }, inner)`. */
export function el(tag: string, id: string, options: Options = {}, inner = ''): string {
  const { inputs: _i, outputs: _o, clock: _c, ...rest } = options
  return `<${tag}${attributes({ id, name: id, ...rest })}>${extensions(options)}${inner}</${tag}>`
}

/** An event definition: `on('timer', 'PT1H')`, `on('message', 'isee')`, `on('error', 'E1')`. */
export function on(kind: string, value = ''): string {
  const tag = EVENTS[kind] ?? kind
  if (kind === 'timer' && value !== '') {
    const body = value.startsWith('R') ? 'timeCycle' : /^\d{4}-/.test(value) ? 'timeDate' : 'timeDuration'
    return `<${tag}><${body}>${escape(value)}</${body}></${tag}>`
  }
  if (kind === 'condition') return `<${tag}><condition>${escape(value)}</condition></${tag}>`
  if (kind === 'link') return `<${tag} name="${value}"/>`
  if (kind === 'compensate' && value !== '') return `<${tag} activityRef="${value}"/>`
  const reference =
    ['message', 'signal', 'error', 'escalation'].includes(kind) && value !== '' ? ` ${kind}Ref="${kind}_${value}"` : ''
  return `<${tag}${reference}/>`
}

export const start = (id = 's', inner = '') => el('startEvent', id, {}, inner)
export const end = (id = 'e', inner = '', options: Options = {}) => el('endEvent', id, options, inner)
export const service = (id: string, options: Options = {}, inner = '') =>
  el('serviceTask', id, { 'iter:operation': 'test.call', ...options }, inner)
export const user = (id: string, options: Options = {}) => el('userTask', id, options)
export const script = (id: string, feel = 'null', target?: string) =>
  el('scriptTask', id, target === undefined ? {} : { 'iter:result': target }, `<script>${escape(feel)}</script>`)
export const gateway = (
  kind: 'exclusive' | 'parallel' | 'inclusive' | 'eventBased',
  id: string,
  options: Options = {},
) => el(`${kind}Gateway`, id, options)
export const catches = (id: string, inner: string, options: Options = {}) =>
  el('intermediateCatchEvent', id, options, inner)
export const throws = (id: string, inner: string, options: Options = {}) =>
  el('intermediateThrowEvent', id, options, inner)
export const boundary = (id: string, host: string, inner: string, options: Options = {}) =>
  el('boundaryEvent', id, { attachedToRef: host, ...options }, inner)
export const sub = (id: string, inner: string, options: Options = {}) => el('subProcess', id, options, inner)
export const handler = (id: string, inner: string) => sub(id, inner, { triggeredByEvent: true })
export const associate = (from: string, to: string) =>
  `<association id="a_${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`

/** `flow('s -> t -> e')` draws the arrows; `flow('g -> a', 'x > 1')` puts a condition on the last of them. */
export function flow(path: string, condition?: string): string {
  const nodes = path.split('->').map(it => it.trim())
  return nodes
    .slice(1)
    .map((target, index) => {
      const body =
        condition === undefined || index < nodes.length - 2
          ? ''
          : `<conditionExpression>${escape(condition)}</conditionExpression>`
      return `<sequenceFlow id="${nodes[index]}_${target}" sourceRef="${nodes[index]}" targetRef="${target}">${body}</sequenceFlow>`
    })
    .join('')
}

/** Wraps a process (and whatever else) into a file; messages, signals, errors and escalations are declared as they are used. */
export function file(...parts: string[]): string {
  const body = parts.join('')
  const declared = ['message', 'signal', 'error', 'escalation'].flatMap(kind => {
    const names = new Set([...body.matchAll(new RegExp(`${kind}Ref="${kind}_([^"]+)"`, 'g'))].map(it => it[1]))
    const code = kind === 'error' || kind === 'escalation' ? (name: string) => ` ${kind}Code="${name}"` : () => ''
    return [...names].map(name => `<${kind} id="${kind}_${name}" name="${name}"${code(name ?? '')}/>`)
  })
  return (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:iter="urn:iter:bpmn:1" id="file" targetNamespace="t">' +
    `${declared.join('')}${body}</definitions>`
  )
}

export function pool(id: string, ...parts: string[]): string {
  return `<process id="${id}" isExecutable="true">${parts.join('')}</process>`
}

export const diagram = (...parts: string[]) => file(pool('proc', ...parts))

export const term = (key: string, days: number, options: { [name: string]: unknown } = {}) =>
  `<iter:term${attributes({ key, days, ...options })}/>`
export const terms = (...lines: string[]) => `<extensionElements>${lines.join('')}</extensionElements>`
