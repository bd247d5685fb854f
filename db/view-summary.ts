import type { Instant, LocalDate } from '../engine/json.ts'
import type { CaseView, StepView } from '../engine/view.ts'
import type { Publication } from '../engine/publication.ts'

type View = Publication['view']

/** What a list shows of a case in one line. */
export interface ViewSummary {
  stepName: string | null
  waitingFor: StepView['waitingFor'] | null
  /** Since when it stands there. */
  since: Instant
  due: LocalDate | null
  protocol: string | null
}

/** The term of the procedure itself: only it makes a case late. */
const PROCEDURE_TERM = 'procedure'

/** Of several things waited for, the one that somebody can do something about comes first. */
const URGENCY = { task: 0, message: 1, work: 2, child: 3, timer: 4 } as const satisfies Record<
  NonNullable<StepView['waitingFor']>['kind'],
  number
>

export function summaryOf(view: View): ViewSummary {
  return { ...placeOf(view), due: dueOf(view), protocol: protocolOf(view) }
}

function placeOf(view: View): Pick<ViewSummary, 'stepName' | 'waitingFor' | 'since'> {
  if (view.endedAt !== null) return { stepName: null, waitingFor: null, since: view.endedAt }
  const incident = view.incidents.find(({ resolvedAt }) => resolvedAt === null)
  if (view.phase === 'blocked' && incident !== undefined) {
    return { stepName: incident.name, waitingFor: null, since: incident.raisedAt }
  }
  const step = waitingStep(view) ?? view.steps.findLast(({ state }) => state === 'active')
  if (step === undefined) return { stepName: null, waitingFor: null, since: view.updatedAt }
  return { stepName: step.name, waitingFor: step.waitingFor ?? null, since: step.enteredAt }
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

function dueOf(view: View): LocalDate | null {
  const term = view.terms.find(({ key }) => key === PROCEDURE_TERM)
  return term === undefined || term.state === 'met' || view.endedAt !== null ? null : term.due
}

/** `number/year` of the register, once a step has written it into the document. */
function protocolOf(view: Pick<CaseView, 'document'>): string | null {
  const protocol = view.document['protocol']
  if (typeof protocol !== 'object' || protocol === null || Array.isArray(protocol)) return null
  const { number, year } = protocol
  return number === undefined || number === null ? null : [number, year].filter(part => part != null).join('/')
}
