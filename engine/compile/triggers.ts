import type { ModdleElement } from 'bpmn-moddle'
import type { Throw, TimerDef, Trigger } from '../plan.ts'
import { parseDuration } from '../terms/instants.ts'
import { expression, fail } from './compilation.ts'
import type { Compilation } from './compilation.ts'
import { eventDefinitions, idOf, one, text } from './element.ts'

/** What a catching event, boundary event, start event or receive task waits for. */
export function triggerOf(compilation: Compilation, element: ModdleElement): Trigger {
  if (element.$type === 'bpmn:ReceiveTask') return messageTrigger(compilation, element, element)
  const definition = eventDefinitions(element)[0]
  if (definition === undefined) return { on: 'none' }
  switch (definition.$type) {
    case 'bpmn:TimerEventDefinition':
      return timerTrigger(compilation, element, definition)
    case 'bpmn:MessageEventDefinition':
      return messageTrigger(compilation, element, definition)
    case 'bpmn:SignalEventDefinition':
      return { on: 'signal', signal: signalName(compilation, element, definition) }
    case 'bpmn:ErrorEventDefinition':
      return { on: 'error', code: codeOf(definition, 'errorRef', 'errorCode') }
    case 'bpmn:EscalationEventDefinition':
      return { on: 'escalation', code: codeOf(definition, 'escalationRef', 'escalationCode') }
    case 'bpmn:ConditionalEventDefinition':
      return conditionTrigger(compilation, element, definition)
    case 'bpmn:CompensateEventDefinition':
      return { on: 'compensation' }
    case 'bpmn:CancelEventDefinition':
      return { on: 'cancel' }
    default:
      // Link events are joined by a flow.
      return { on: 'none' }
  }
}

/** What a throwing or end event does. Whether a message leaves the case is known when all triggers are. */
export function throwOf(compilation: Compilation, element: ModdleElement): Throw {
  const isTask = element.$type === 'bpmn:SendTask'
  const definition = isTask ? element : eventDefinitions(element)[0]
  if (definition === undefined) return { do: 'none' }
  switch (definition.$type) {
    case 'bpmn:SendTask':
    case 'bpmn:MessageEventDefinition': {
      const { message, key } = messageTrigger(compilation, element, definition)
      return { do: 'message', message, key, outside: false }
    }
    case 'bpmn:SignalEventDefinition':
      return { do: 'signal', signal: signalName(compilation, element, definition) }
    case 'bpmn:ErrorEventDefinition':
      return { do: 'error', code: codeOf(definition, 'errorRef', 'errorCode') ?? '' }
    case 'bpmn:EscalationEventDefinition':
      return { do: 'escalation', code: codeOf(definition, 'escalationRef', 'escalationCode') ?? '' }
    case 'bpmn:CompensateEventDefinition':
      return { do: 'compensate', activity: compensated(compilation, definition) }
    case 'bpmn:CancelEventDefinition':
      return { do: 'cancel' }
    case 'bpmn:TerminateEventDefinition':
      return { do: 'terminate' }
    default:
      return { do: 'none' }
  }
}

function messageTrigger(compilation: Compilation, element: ModdleElement, definition: ModdleElement) {
  const message = one(definition, 'messageRef')
  if (message === null) {
    fail(
      compilation,
      element,
      { it: 'Manca il messaggio.', en: 'The message is missing.' },
      { it: 'Scegliere un messaggio del diagramma.', en: 'Choose one of the diagram’s messages.' },
    )
  }
  const key = text(element, 'iter:key') ?? text(message, 'iter:key')
  const name = text(message, 'name') ?? text(message, 'id') ?? ''
  return { on: 'message' as const, message: name, key: key === null ? null : expression(compilation, element, key) }
}

function signalName(compilation: Compilation, element: ModdleElement, definition: ModdleElement): string {
  const signal = one(definition, 'signalRef')
  if (signal === null) {
    fail(
      compilation,
      element,
      { it: 'Manca il segnale.', en: 'The signal is missing.' },
      { it: 'Scegliere un segnale del diagramma.', en: 'Choose one of the diagram’s signals.' },
    )
  }
  return text(signal, 'name') ?? text(signal, 'id') ?? ''
}

/** Null: every code. */
function codeOf(definition: ModdleElement, reference: string, property: string): string | null {
  const target = one(definition, reference)
  return target === null ? null : (text(target, property) ?? text(target, 'name') ?? idOf(target))
}

function conditionTrigger(compilation: Compilation, element: ModdleElement, definition: ModdleElement): Trigger {
  const body = text(one(definition, 'condition'), 'body')
  const condition = body === null ? null : expression(compilation, element, body)
  if (body === null) {
    fail(
      compilation,
      element,
      { it: 'Manca la condizione.', en: 'The condition is missing.' },
      { it: 'Scrivere la condizione in FEEL.', en: 'Write the condition in FEEL.' },
    )
  }
  return condition === null ? { on: 'none' } : { on: 'condition', condition }
}

function compensated(compilation: Compilation, definition: ModdleElement): number | null {
  const activity = one(definition, 'activityRef')
  return activity === null ? null : (compilation.nodeIndex.get(idOf(activity)) ?? null)
}

function timerTrigger(compilation: Compilation, element: ModdleElement, definition: ModdleElement): Trigger {
  const timer = timerOf(compilation, element, definition)
  if (timer !== null) return { on: 'timer', timer }
  fail(
    compilation,
    element,
    {
      it: 'La scadenza del temporizzatore manca o non è valida.',
      en: 'The timer’s definition is missing or not valid.',
    },
    {
      it: 'Indicare una durata (P10D), una data, un ciclo (R3/P1D), un’espressione FEEL oppure un termine (iter:term).',
      en: 'Give a duration (P10D), a date, a cycle (R3/P1D), a FEEL expression or a term (iter:term).',
    },
  )
  return { on: 'none' }
}

function timerOf(compilation: Compilation, element: ModdleElement, definition: ModdleElement): TimerDef | null {
  const term = text(element, 'iter:term') ?? text(definition, 'iter:term')
  if (term !== null) return { type: 'term', term }
  const duration = text(one(definition, 'timeDuration'), 'body')
  if (duration !== null) return literalOr(compilation, element, 'duration', duration)
  const date = text(one(definition, 'timeDate'), 'body')
  if (date !== null) return literalOr(compilation, element, 'date', date)
  const cycle = text(one(definition, 'timeCycle'), 'body')
  return cycle === null ? null : cycleOf(element, cycle)
}

/** What looks like ISO 8601 is taken literally, everything else is FEEL. */
function literalOr(
  compilation: Compilation,
  element: ModdleElement,
  type: 'duration' | 'date',
  value: string,
): TimerDef | null {
  if (type === 'duration' && /^-?P/.test(value)) return isDuration(value) ? { type, value } : null
  if (type === 'date' && /^\d{4}-\d{2}-\d{2}/.test(value)) return { type, value }
  const parsed = expression(compilation, element, value)
  return parsed === null ? null : { type, value: parsed }
}

/** `R4/PT10S`; without a number for ever, which makes sense only where nothing waits for the end. */
function cycleOf(element: ModdleElement, value: string): TimerDef | null {
  const match = /^R(\d*)\/(P.+)$/.exec(value)
  const every = match?.[2]
  if (match === null || every === undefined || !isDuration(every)) return null
  const endless = element.$type === 'bpmn:IntermediateCatchEvent' ? 1 : -1
  return { type: 'cycle', times: match[1] === '' ? endless : Number(match[1]), every }
}

export function isDuration(value: string): boolean {
  return parseDuration(value) !== null
}
