import type { ModdleElement } from 'bpmn-moddle'
import type { PlanNode } from '../plan.ts'
import { expression, fail, path, report } from './compilation.ts'
import type { Compilation } from './compilation.ts'
import { flag, idOf, text } from './element.ts'
import type { Base } from './nodes.ts'
import { failOperation, operationIn, work } from './operations.ts'
import { isDuration, throwOf, triggerOf } from './triggers.ts'

/** The operation that evaluates a decision table of the municipality. */
const EVALUATE = 'decision.evaluate'

export function activityOf(compilation: Compilation, element: ModdleElement, base: Base): PlanNode {
  switch (element.$type) {
    case 'bpmn:UserTask':
      return userTask(compilation, element, base)
    case 'bpmn:ServiceTask':
      return work(compilation, element, base)
    case 'bpmn:SendTask':
      return sendTask(compilation, element, base)
    case 'bpmn:BusinessRuleTask':
      return businessRule(compilation, element, base)
    case 'bpmn:ScriptTask':
    case 'bpmn:GlobalScriptTask':
      return scriptTask(compilation, element, base)
    case 'bpmn:SubProcess':
    case 'bpmn:Transaction':
      return subProcess(compilation, element, base)
    case 'bpmn:CallActivity':
      return call(compilation, element, base)
    default:
      return { ...base, kind: 'pass' }
  }
}

function userTask(compilation: Compilation, element: ModdleElement, base: Base): PlanNode {
  const { env } = compilation
  const form = text(element, 'iter:form') ?? ''
  const office = text(element, 'iter:office') ?? ''
  const due = text(element, 'iter:due')
  if (form === '') missing(compilation, element, 'form', 'il modulo', 'the form')
  else if (!env.forms.some(it => it.key === form))
    unknown(compilation, element, `il modulo «${form}»`, `the form "${form}"`)
  if (office === '') missing(compilation, element, 'office', 'l’ufficio', 'the office')
  else if (env.offices?.includes(office) === false)
    unknown(compilation, element, `l’ufficio «${office}»`, `the office "${office}"`)
  if (due !== null && !isDuration(due)) unknown(compilation, element, `la durata «${due}»`, `the duration "${due}"`)
  const role = text(element, 'iter:role')
  return { ...base, kind: 'user', form, office, role, confidential: base.confidentialOffice !== undefined, due }
}

function sendTask(compilation: Compilation, element: ModdleElement, base: Base): PlanNode {
  const isMessage = text(element, 'iter:operation') === null && element.get('messageRef') !== undefined
  return isMessage
    ? { ...base, kind: 'throw', throws: throwOf(compilation, element) }
    : work(compilation, element, base)
}

/** A table of the diagram is evaluated here; a municipality's own by an operation, because it lives in its settings. */
function businessRule(compilation: Compilation, element: ModdleElement, base: Base): PlanNode {
  const decision = text(element, 'iter:decision')
  if (decision === null) return work(compilation, element, base)
  if (text(element, 'iter:scope') === 'municipality') {
    const spec = compilation.env.operations.find(it => it.name === EVALUATE)
    if (spec !== undefined) return { ...base, kind: 'work', operation: operationIn(spec), decision }
    failOperation(
      compilation,
      element,
      `L’operazione «${EVALUATE}» non esiste nel catalogo.`,
      `The operation "${EVALUATE}" is not in the catalogue.`,
    )
    return { ...base, kind: 'pass' }
  }
  const table = compilation.env.tables?.findIndex(it => it.key === decision) ?? -1
  if (table < 0) unknown(compilation, element, `la tabella «${decision}»`, `the table "${decision}"`)
  return { ...base, kind: 'decision', decision, table }
}

function scriptTask(compilation: Compilation, element: ModdleElement, base: Base): PlanNode {
  const source = text(element, 'script')
  const target = text(element, 'iter:result')
  if (source === null) {
    fail(
      compilation,
      element,
      { it: 'Manca l’espressione.', en: 'The expression is missing.' },
      { it: 'Scrivere un’espressione FEEL.', en: 'Write a FEEL expression.' },
    )
    return { ...base, kind: 'pass' }
  }
  const script = expression(compilation, element, source)
  if (script === null) return { ...base, kind: 'pass' }
  return { ...base, kind: 'script', script, target: target === null ? null : path(compilation, element, target) }
}

function subProcess(compilation: Compilation, element: ModdleElement, base: Base): PlanNode {
  const inner = compilation.scopeIndex.get(idOf(element)) ?? -1
  if (!flag(element, 'triggeredByEvent')) {
    return { ...base, kind: 'sub-process', inner, transaction: element.$type === 'bpmn:Transaction' }
  }
  const start = compilation.sources.findIndex(it => it.scope === inner && it.element.$type === 'bpmn:StartEvent')
  const event = compilation.sources[start]?.element
  const trigger = event === undefined ? { on: 'none' as const } : triggerOf(compilation, event)
  if (trigger.on === 'none') {
    fail(
      compilation,
      element,
      {
        it: 'Il sottoprocesso a evento non ha un evento d’inizio che lo avvii.',
        en: 'The event sub-process has no start event that triggers it.',
      },
      {
        it: 'Aggiungere un evento d’inizio con messaggio, termine, errore o altro.',
        en: 'Add a start event with a message, timer, error or the like.',
      },
    )
  }
  const interrupting = trigger.on === 'error' || (event !== undefined && flag(event, 'isInterrupting'))
  return { ...base, kind: 'event-sub-process', inner, start, trigger, interrupting }
}

/** Inline when the called process is in the file, else a case of its own, which the diagram must say. */
function call(compilation: Compilation, element: ModdleElement, base: Base): PlanNode {
  const called = text(element, 'calledElement') ?? ''
  const inner = compilation.scopeIndex.get(called.slice(called.indexOf(':') + 1))
  const isSeparate = flag(element, 'iter:separate')
  if (inner !== undefined && !isSeparate) return { ...base, kind: 'call', inner }
  if (called === '' || !isSeparate) unknown(compilation, element, `il processo «${called}»`, `the process "${called}"`)
  return { ...base, kind: 'child', procedure: called }
}

function unknown(compilation: Compilation, element: ModdleElement, it: string, en: string): void {
  fail(
    compilation,
    element,
    { it: `Non si trova ${it}.`, en: `Cannot find ${en}.` },
    { it: 'Correggere il nome o aggiungere ciò che manca.', en: 'Correct the name or add what is missing.' },
  )
}

function missing(compilation: Compilation, element: ModdleElement, attribute: string, it: string, en: string): void {
  report(compilation, element, {
    severity: 'warning',
    message: { it: `Il compito non indica ${it}.`, en: `The task does not name ${en}.` },
    remedy: { it: `Indicare iter:${attribute}.`, en: `Give iter:${attribute}.` },
  })
}
