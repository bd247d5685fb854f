import type { ModdleElement } from 'bpmn-moddle'
import type { Clock, PlanNode } from '../plan.ts'
import { activityOf } from './activities.ts'
import { fail, inputsOf, outputsOf } from './compilation.ts'
import type { Compilation, Source } from './compilation.ts'
import { confidentialOffice } from './confidential.ts'
import { extensions, flag, idOf, kindOf, one, text } from './element.ts'
import { loopOf } from './loops.ts'
import { wholeNumber } from './terms.ts'
import { throwOf, triggerOf } from './triggers.ts'

const ACTIONS: Clock['action'][] = ['start', 'suspend', 'resume', 'meet', 'reset']

type Base = Pick<PlanNode, Exclude<keyof PlanNode, 'kind'>>

/** Makes a node of an element whose number, and everyone else's, is known. Flows are tied to it afterwards. */
export function nodeFrom(compilation: Compilation, source: Source): PlanNode {
  const { element } = source
  const base = baseOf(compilation, source)
  switch (element.$type) {
    case 'bpmn:StartEvent':
      return { ...base, kind: 'start', trigger: triggerOf(compilation, element) }
    case 'bpmn:IntermediateCatchEvent':
    case 'bpmn:ReceiveTask':
      return catchNode(compilation, element, base)
    case 'bpmn:BoundaryEvent':
      return boundaryNode(compilation, element, base)
    case 'bpmn:IntermediateThrowEvent':
      return { ...base, kind: 'throw', throws: throwOf(compilation, element) }
    case 'bpmn:EndEvent':
      return { ...base, kind: 'end', throws: throwOf(compilation, element) }
    case 'bpmn:ExclusiveGateway':
      return { ...base, kind: 'exclusive' }
    case 'bpmn:ParallelGateway':
      return { ...base, kind: 'parallel' }
    case 'bpmn:InclusiveGateway':
      return { ...base, kind: 'inclusive', reach: [] }
    case 'bpmn:EventBasedGateway':
      return { ...base, kind: 'event-based' }
    default:
      return activityOf(compilation, element, base)
  }
}

function baseOf(compilation: Compilation, { element, scope }: Source): Base {
  const office = confidentialOffice(compilation, element)
  const unlimited = text(element, 'iter:unlimited')
  return {
    id: idOf(element),
    // Modelers break names into lines to fit them into their shapes.
    name: (text(element, 'name') ?? '').replace(/\s+/g, ' '),
    type: kindOf(element),
    scope,
    incoming: [],
    outgoing: [],
    otherwise: null,
    clocks: clocksOf(compilation, element),
    outcome: text(element, 'iter:outcome'),
    milestone: text(element, 'iter:milestone'),
    inputs: inputsOf(compilation, element),
    outputs: outputsOf(compilation, element),
    boundaries: [],
    loop: loopOf(compilation, element),
    compensation: null,
    ...(office === null ? {} : { confidentialOffice: office }),
    ...(unlimited === null ? {} : { unlimited }),
  }
}

/** A catch without a trigger is the landing of a link: its token goes on. */
function catchNode(compilation: Compilation, element: ModdleElement, base: Base): PlanNode {
  const trigger = triggerOf(compilation, element)
  if (trigger.on === 'none') return { ...base, kind: 'pass' }
  return { ...base, kind: 'catch', trigger, ...(flag(element, 'iter:idle') ? { idle: true } : {}) }
}

function boundaryNode(compilation: Compilation, element: ModdleElement, base: Base): PlanNode {
  const trigger = triggerOf(compilation, element)
  const attached = one(element, 'attachedToRef')
  const host = attached === null ? undefined : compilation.nodeIndex.get(idOf(attached))
  if (host === undefined) {
    fail(
      compilation,
      element,
      { it: 'L’evento non è attaccato ad alcuna attività.', en: 'The event is attached to no activity.' },
      { it: 'Attaccarlo al bordo di un’attività.', en: 'Attach it to the border of an activity.' },
    )
  }
  // Errors and cancellation always interrupt, whatever the file says.
  const interrupting = flag(element, 'cancelActivity') || trigger.on === 'error' || trigger.on === 'cancel'
  return { ...base, kind: 'boundary', trigger, host: host ?? 0, interrupting }
}

function clocksOf(compilation: Compilation, element: ModdleElement): Clock[] {
  return extensions(element, 'iter:Clock').flatMap(it => {
    const term = text(it, 'term') ?? ''
    const action = ACTIONS.find(candidate => candidate === text(it, 'action'))
    if (action !== undefined && compilation.terms.some(known => known.key === term)) {
      const limit = (name: string) => wholeNumber(text(it, name))
      const limits = { delayDays: limit('delayDays'), maxTimes: limit('maxTimes'), maxDays: limit('maxDays') }
      return [{ term, action, cause: text(it, 'cause') ?? '', ...limits }]
    }
    fail(
      compilation,
      element,
      { it: `Il comando sul termine «${term}» non è valido.`, en: `The command on the term "${term}" is not valid.` },
      {
        it: `Dichiarare il termine nel processo (iter:term) e usare ${ACTIONS.join(', ')}.`,
        en: `Declare the term in the process (iter:term) and use ${ACTIONS.join(', ')}.`,
      },
    )
    return []
  })
}

export type { Base }
