import { allowedFor } from './machine/allowed.ts'
import type { Instant } from './json.ts'
import type { Plan, PlanNode } from './plan.ts'
import type { Incident, Instance, State, Step, Subscription, Task } from './state.ts'
import { termFiresAt, termView } from './terms/term.ts'
import type { CaseView, IncidentView, StepView, TaskView } from './view.ts'

type Waiting = NonNullable<StepView['waitingFor']>

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
    history: state.history,
  }
}

/** What asks for attention first: a failure, then a person, then what works by itself, then what is waited for. */
function phaseOf(state: State, steps: StepView[], incidents: IncidentView[]): CaseView['phase'] {
  if (state.endedAt !== null) return 'ended'
  if (state.status === 'suspended') return 'suspended'
  if (incidents.some(it => it.resolvedAt === null)) return 'blocked'
  const waits = new Set(steps.map(it => it.waitingFor?.kind))
  if (waits.has('task')) return 'waiting-task'
  if (waits.has('work')) return 'working'
  if (waits.has('message') || waits.has('child')) return 'waiting-outside'
  return waits.has('timer') ? 'waiting-time' : 'working'
}

function stepView(plan: Plan, state: State, step: Step): StepView {
  const node = plan.nodes[step.node]
  const id = node?.id ?? ''
  const instance = step.leftAt === null ? state.instances.find(it => it.id === step.id) : undefined
  const waitingFor = instance === undefined || node === undefined ? null : waitingOf(state, instance, node)
  return {
    id: `${id}#${step.id}`,
    element: id,
    name: node?.name ?? '',
    kind: node?.type ?? '',
    state: instance !== undefined && isBlocked(state, instance) ? 'failed' : step.state,
    enteredAt: step.enteredAt,
    leftAt: step.leftAt,
    ...(waitingFor === null ? {} : { waitingFor }),
  }
}

function isBlocked(state: State, instance: Instance): boolean {
  return state.incidents.some(it => it.instance === instance.id && it.resolvedAt === null)
}

function waitingOf(state: State, instance: Instance, node: PlanNode): Waiting | null {
  const until = untilOf(state, instance.id)
  switch (instance.kind) {
    case 'user':
      return { kind: 'task', what: node.kind === 'user' ? node.office : '', until }
    case 'work':
      return { kind: 'work', what: node.kind === 'work' ? node.operation.platform : '', until }
    case 'child':
      return { kind: 'child', what: node.kind === 'child' ? node.procedure : '', until }
    case 'wait':
      return waitingForEvent(state, instance, until)
    case 'scope':
    case 'body':
    case 'compensating':
    case 'stuck':
      return null
  }
}

/** Of several events the message or signal names the wait, the timer its end. */
function waitingForEvent(state: State, instance: Instance, until: Instant | null): Waiting | null {
  const own = state.subscriptions.filter(it => it.owner === instance.id)
  for (const it of own) {
    if (it.on === 'message') return { kind: 'message', what: it.message, until }
    if (it.on === 'signal') return { kind: 'message', what: it.signal, until }
  }
  return own.length === 0 ? null : { kind: 'timer', what: termOf(own), until }
}

function termOf(own: Subscription[]): string {
  const term = own.find(it => it.on === 'term')
  return term?.on === 'term' ? term.term : ''
}

/** The earliest timer or term on an instance. */
function untilOf(state: State, owner: number): Instant | null {
  const dues = state.subscriptions.flatMap(it => {
    if (it.owner !== owner) return []
    if (it.on === 'timer') return [it.due]
    const term = it.on === 'term' ? state.terms[it.term] : undefined
    return term === undefined ? [] : [termFiresAt(term)]
  })
  return dues.filter(it => it !== null).toSorted()[0] ?? null
}

function taskView(plan: Plan, task: Task): TaskView {
  const { instance: _instance, node, ...view } = task
  return { ...view, name: plan.nodes[node]?.name ?? '' }
}

function incidentView(plan: Plan, state: State, incident: Incident): IncidentView {
  const node = plan.nodes[incident.node]
  return {
    id: incident.id,
    work: `${node?.id ?? ''}#${incident.instance}`,
    element: node?.id ?? '',
    name: node?.name ?? '',
    operation: node?.kind === 'work' ? node.operation.name : '',
    failure: incident.failure,
    raisedAt: incident.raisedAt,
    resolvedAt: incident.resolvedAt,
    allowed: incident.resolvedAt === null ? allowedFor(plan, state, incident) : [],
    heals: incident.failure.kind === 'unavailable',
  }
}
