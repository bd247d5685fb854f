import { allowedFor } from './machine/allowed.ts'
import type { Plan } from './plan.ts'
import type { Incident, Instance, State, Step, Task } from './state.ts'
import { termView } from './terms/term.ts'
import type { CaseView, IncidentView, StepView, TaskView } from './view.ts'
import { waitingOf } from './waiting.ts'

/** What the rest of the house reads of a case. */
export function viewOf(plan: Plan, state: State): CaseView {
  const steps = state.steps.map(step => stepView(plan, state, step))
  const tasks = state.tasks.map(task => taskView(plan, task))
  const incidents = state.incidents.map(incident => incidentView(plan, state, incident))
  return {
    procedure: plan.procedure,
    revision: state.revision,
    status: state.status,
    phase: phaseOf(state, steps, incidents),
    outcome: state.outcome,
    startedAt: state.startedAt,
    updatedAt: state.updatedAt,
    endedAt: state.endedAt,
    document: state.document,
    deadline: state.deadline,
    steps,
    tasks,
    incidents,
    terms: Object.values(state.terms).map(termView),
    flows: state.flows.map(flow => plan.flows[flow]?.id ?? ''),
    ...confidentialOf(plan, state),
    history: state.history,
  }
}

function confidentialOf(plan: Plan, state: State): Pick<CaseView, 'confidential'> {
  const present = plan.nodes.flatMap(node =>
    node.confidentialOffice === undefined
      ? []
      : [
          {
            element: node.id,
            office: node.confidentialOffice,
            flows: [...node.incoming, ...node.outgoing].map(flow => plan.flows[flow]?.id ?? ''),
          },
        ],
  )
  // What a diagram has lost stays as confidential as it was.
  const past = new Map(state.steps.map(it => [it.gone?.id ?? '', it.gone?.confidentialOffice]))
  const lost = [...past].flatMap(([element, office]) => (office === undefined ? [] : [{ element, office, flows: [] }]))
  const confidential = [...present, ...lost]
  return confidential.length === 0 ? {} : { confidential }
}

/** What asks for attention first: a failure, then a person, then what works by itself, then what is waited for. An idle wait asks for none. */
function phaseOf(state: State, steps: StepView[], incidents: IncidentView[]): CaseView['phase'] {
  if (state.endedAt !== null) return 'ended'
  if (state.status === 'suspended') return 'suspended'
  if (incidents.some(it => it.resolvedAt === null)) return 'blocked'
  const waits = steps.flatMap(it => it.waitingFor ?? [])
  const kinds = new Set(waits.filter(it => it.idle !== true).map(it => it.kind))
  if (kinds.has('task')) return 'waiting-task'
  if (kinds.has('work')) return 'working'
  if (kinds.has('message') || kinds.has('child')) return 'waiting-outside'
  return waits.length > 0 ? 'waiting-time' : 'working'
}

function stepView(plan: Plan, state: State, step: Step): StepView {
  const node = plan.nodes[step.node]
  const { gone = node } = step
  const id = gone?.id ?? ''
  const instance = step.leftAt === null ? state.instances.find(it => it.id === step.id) : undefined
  const waitingFor = instance === undefined || node === undefined ? null : waitingOf(plan, state, instance, node)
  return {
    id: `${id}#${step.id}`,
    element: id,
    name: gone?.name ?? '',
    kind: gone?.type ?? '',
    state: instance !== undefined && isBlocked(state, instance) ? 'failed' : step.state,
    enteredAt: step.enteredAt,
    leftAt: step.leftAt,
    ...(waitingFor === null ? {} : { waitingFor }),
    ...(gone?.confidentialOffice === undefined ? {} : { confidential: gone.confidentialOffice }),
  }
}

function isBlocked(state: State, instance: Instance): boolean {
  return state.incidents.some(it => it.instance === instance.id && it.resolvedAt === null)
}

function taskView(plan: Plan, task: Task): TaskView {
  const { instance: _instance, node, gone = plan.nodes[node], ...view } = task
  return { ...view, name: gone?.name ?? '' }
}

function incidentView(plan: Plan, state: State, incident: Incident): IncidentView {
  const node = plan.nodes[incident.node]
  const { gone = node } = incident
  return {
    id: incident.id,
    work: `${gone?.id ?? ''}#${incident.instance}`,
    element: gone?.id ?? '',
    name: gone?.name ?? '',
    operation: node?.kind === 'work' ? node.operation.name : '',
    failure: incident.failure,
    raisedAt: incident.raisedAt,
    resolvedAt: incident.resolvedAt,
    allowed: incident.resolvedAt === null ? allowedFor(plan, state, incident) : [],
    heals: incident.failure.kind === 'unavailable',
  }
}
