import type { Instant, LocalDate } from '../engine/json.ts'
import type { CaseView, StepView, TermView } from '../engine/view.ts'
import type { Publication } from '../engine/publication.ts'

type View = Publication['view']

export interface ConfidentialStep {
  office: string
  stepName: string
  waitingFor: StepView['waitingFor'] | null
}

/** What a list shows of a case in one line. */
export interface ViewSummary {
  /** A neutral text when the step is confidential. */
  stepName: string | null
  waitingFor: StepView['waitingFor'] | null
  /** What the line says to members of the office that may know of the step. */
  confidentialStep: ConfidentialStep | null
  /** Since when it stands there. */
  since: Instant
  due: LocalDate | null
  termSuspended: boolean
  /** Whose task it waits for; never that of a confidential step. */
  office: string | null
  protocol: string | null
}

/** The term of the procedure itself: only it makes a case late. */
const PROCEDURE_TERM = 'procedure'

/** In the place of a confidential step's name: which office assesses may already tell what it is about. */
export const CONFIDENTIAL_STEP_NAME = 'Valutazione di un altro ufficio'

/** Of several things waited for, the one that somebody can do something about comes first. */
const URGENCY = { task: 0, message: 1, work: 2, child: 3, timer: 4 } as const satisfies Record<
  NonNullable<StepView['waitingFor']>['kind'],
  number
>

export function summaryOf(view: View): ViewSummary {
  const place = placeOf(view)
  const term = openTerm(view)
  return {
    ...place,
    due: term?.due ?? null,
    termSuspended: term?.state === 'suspended',
    office: place.waitingFor?.kind === 'task' ? place.waitingFor.what : null,
    protocol: protocolOf(view),
  }
}

type Place = Pick<ViewSummary, 'stepName' | 'waitingFor' | 'confidentialStep' | 'since'>

function placeOf(view: View): Place {
  const nowhere = { stepName: null, waitingFor: null, confidentialStep: null }
  if (view.endedAt !== null) return { ...nowhere, since: view.endedAt }
  const incident = view.incidents.find(({ resolvedAt }) => resolvedAt === null)
  if (view.phase === 'blocked' && incident !== undefined) {
    return placeAt(view, { name: incident.name, element: incident.element, enteredAt: incident.raisedAt })
  }
  const step = waitingStep(view) ?? view.steps.findLast(({ state }) => state === 'active')
  return step === undefined ? { ...nowhere, since: view.updatedAt } : placeAt(view, step)
}

function placeAt(view: View, { name, element, enteredAt, waitingFor = null }: PlaceStep): Place {
  const office = officeOf(view, element)
  if (office === null) return { stepName: name, waitingFor, confidentialStep: null, since: enteredAt }
  const confidentialStep = { office, stepName: name, waitingFor }
  return { stepName: CONFIDENTIAL_STEP_NAME, waitingFor: null, confidentialStep, since: enteredAt }
}

type PlaceStep = Pick<StepView, 'name' | 'element' | 'enteredAt'> & { waitingFor?: StepView['waitingFor'] | null }

/** The one office that may know that the element was reached; null for an element that everybody may see. */
function officeOf(view: View, element: string): string | null {
  const task = view.tasks.findLast(it => it.confidential && it.element === element)
  return task?.office ?? view.confidential?.find(it => it.element === element)?.office ?? null
}

/** What waits for something that may never come is named last. */
function rank({ waitingFor }: StepView): number {
  return waitingFor === undefined || waitingFor.idle === true ? Infinity : URGENCY[waitingFor.kind]
}

function waitingStep(view: View): StepView | undefined {
  return view.steps
    .filter(step => step.state === 'active' && step.waitingFor !== undefined)
    .toSorted((a, b) => rank(a) - rank(b))[0]
}

/** The procedure's term while it is not met. */
function openTerm(view: View): TermView | undefined {
  if (view.endedAt !== null) return undefined
  return view.terms.find(({ key, state }) => key === PROCEDURE_TERM && state !== 'met')
}

/** `number/year` of the register, once a step has written it into the document. */
function protocolOf(view: Pick<CaseView, 'document'>): string | null {
  const protocol = view.document['protocol']
  if (typeof protocol !== 'object' || protocol === null || Array.isArray(protocol)) return null
  const { number, year } = protocol
  if (typeof number !== 'string') return null
  return typeof year === 'number' ? `${number}/${year}` : number
}
