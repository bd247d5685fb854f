import type { Act, Actor, Refusal } from './event.ts'
import { checkForm } from './forms.ts'
import type { Instant } from './json.ts'
import { allowedFor } from './machine/allowed.ts'
import { isObject, withValue } from './machine/data.ts'
import { insideId } from './machine/run.ts'
import type { Plan, PlanNode } from './plan.ts'
import type { Instance, State, Task } from './state.ts'
import { requireInstant } from './terms/instants.ts'
import { verifiableFrom } from './verify-from.ts'

type ActOf<T extends Act['type']> = Extract<Act, { type: T }>

/** Acts that a suspended case still takes. */
const WHILE_SUSPENDED: Act['type'][] = ['resume', 'close', 'claim', 'release', 'reassign']

/** Why an act cannot be carried out on this state, or null. Rights of the person are the server's affair, except the task's assignee. */
export function refuse(plan: Plan, state: State, act: Act, actor: Actor): Refusal | null {
  if (state.endedAt !== null) return stale('La pratica è già conclusa.')
  if (state.status === 'suspended' && !WHILE_SUSPENDED.includes(act.type)) {
    return notAllowed('La pratica è interrotta: prima va fatta ripartire.')
  }
  switch (act.type) {
    case 'claim':
    case 'release':
    case 'reassign':
    case 'complete':
      return refuseTaskAct(plan, state, act, actor)
    case 'retry':
    case 'record-outcome':
    case 'not-done':
      return refuseIncidentAct(plan, state, act.incident, act.type)
    case 'amend':
      return refuseAmend(plan, state, act)
    case 'suspend':
      return null
    case 'resume':
      return state.status === 'suspended' ? null : stale('La pratica non è sospesa.')
    case 'move':
      return refuseMove(plan, state, act)
    case 'message':
      return isAwaited(state, act.name) ? null : stale('La pratica non aspetta più questa comunicazione.')
    case 'close':
      return act.ground.trim() === '' ? invalid('Manca il motivo della chiusura.', 'ground') : null
  }
}

/**
 * Why it is too soon to say what came of a step: its call may still be on its way. Asked where an act comes in, with the time of then; what was let
 * in is carried out.
 */
export function refuseTooSoon(plan: Plan, state: State, act: Act, at: Instant): Refusal | null {
  if (act.type !== 'record-outcome' && act.type !== 'not-done') return null
  const incident = state.incidents.find(it => it.id === act.incident)
  const node = incident === undefined ? undefined : plan.nodes[incident.node]
  if (incident === undefined || node?.kind !== 'work') return null
  const { failure, raisedAt } = incident
  const from = verifiableFrom({ ...failure, raisedAt }, node.operation.timeoutSeconds)
  const wait = from === null ? 0 : Math.ceil((requireInstant(from) - requireInstant(at)) / 1000)
  if (wait <= 0) return null
  const left = wait === 1 ? 'manca 1 secondo' : `mancano ${wait} secondi`
  return notAllowed(`La chiamata potrebbe essere ancora in viaggio: prima di dire com’è andata, ${left}.`)
}

function refuseTaskAct(
  plan: Plan,
  state: State,
  act: ActOf<'claim' | 'release' | 'reassign' | 'complete'>,
  actor: Actor,
): Refusal | null {
  const task = state.tasks.find(it => it.id === act.task)
  if (task === undefined) return stale('L’attività non esiste.')
  if (task.state !== 'open') return stale('L’attività è già chiusa.')
  const isOthers = task.assignee !== null && task.assignee !== actor.id
  switch (act.type) {
    case 'claim':
      return task.assignee !== null && task.assignee !== act.assignee
        ? stale('L’attività è già stata presa in carico da un’altra persona.')
        : null
    case 'release':
      return task.assignee === null ? stale('L’attività non è assegnata a nessuno.') : null
    case 'reassign':
      return refuseReassign(task, act)
    case 'complete':
      return isOthers
        ? notAllowed('L’attività è in carico a un’altra persona.')
        : checkValues(plan, state, task, act.values)
  }
}

function refuseReassign(task: Task, { assignee, office }: ActOf<'reassign'>): Refusal | null {
  if (assignee === undefined && office === undefined) return invalid('Manca a chi passare l’attività.', 'assignee')
  // What its office alone may know does not change hands with the task.
  return task.confidential && office !== undefined && office !== task.office
    ? notAllowed('Un’attività riservata resta al suo ufficio.')
    : null
}

function checkValues(plan: Plan, state: State, task: Task, values: ActOf<'complete'>['values']): Refusal | null {
  const form = plan.forms.find(it => it.key === task.form)
  if (form === undefined) return null
  const faults = checkForm(form, values, state.document)
  if (faults.length === 0) return null
  const fields = faults.map(({ path, message }) => ({ path, message: message.it }))
  return { kind: 'invalid', message: 'Alcuni campi del modulo non sono validi.', fields }
}

function refuseIncidentAct(
  plan: Plan,
  state: State,
  id: string,
  type: 'retry' | 'amend' | 'record-outcome' | 'not-done',
): Refusal | null {
  const incident = state.incidents.find(it => it.id === id)
  if (incident === undefined) return stale('Il guasto non esiste.')
  if (incident.resolvedAt !== null) return stale('Il guasto è già risolto.')
  return allowedFor(plan, state, incident).includes(type) ? null : notAllowed('Per questo guasto non è ammesso.')
}

function refuseAmend(plan: Plan, state: State, act: ActOf<'amend'>): Refusal | null {
  const refusal = act.incident === undefined ? null : refuseIncidentAct(plan, state, act.incident, 'amend')
  if (refusal !== null) return refusal
  let { document } = state
  for (const { path, value } of act.set) {
    // The case's identity is not data to be corrected.
    if (path === 'case' || path.startsWith('case.')) return invalid('Questo dato non si può correggere.', path)
    try {
      document = withValue(document, path.split('.'), value)
    } catch {
      return invalid('Il percorso del dato non è valido.', path)
    }
  }
  return isObject(document) ? null : notAllowed('Il documento della pratica non è valido.')
}

/** What a token may be put on: neither what begins by its event only, nor a join, which would wait for tokens that never come. */
const ENTERED_BY_HAND = {
  start: false,
  boundary: false,
  'event-sub-process': false,
  parallel: false,
  inclusive: false,
  catch: true,
  throw: true,
  end: true,
  exclusive: true,
  'event-based': true,
  pass: true,
  script: true,
  decision: true,
  work: true,
  user: true,
  'sub-process': true,
  call: true,
  child: true,
} satisfies { [kind in PlanNode['kind']]: boolean }

/** Steps that a waiting one may be moved to, as indexes of nodes: those of its own level. */
export function moveTargets(plan: Plan, element: string): number[] {
  const from = plan.nodes.find(it => it.id === element)
  if (from === undefined) return []
  return plan.nodes.flatMap((to, index) =>
    ENTERED_BY_HAND[to.kind] && to.scope === from.scope && to.id !== element ? [index] : [],
  )
}

/** Without a key: what is meant for one of several is the sender's to say. */
function isAwaited(state: State, name: string): boolean {
  return state.subscriptions.some(it => it.on === 'message' && it.message === name && it.key === null)
}

/** The messages that a step waits for, itself or by what follows it. */
export function messagesAwaitedAt(plan: Plan, element: string): string[] {
  const node = plan.nodes.find(it => it.id === element)
  if (node === undefined) return []
  const next = node.kind === 'event-based' ? node.outgoing.flatMap(flow => plan.flows[flow]?.target ?? []) : []
  const nodes = [node, ...next.flatMap(index => plan.nodes[index] ?? [])]
  return nodes.flatMap(it => ('trigger' in it && it.trigger.on === 'message' ? [it.trigger.message] : []))
}

/** A token may be moved only inside its scope, from a step where it waits to one that a token may enter. */
function refuseMove(plan: Plan, state: State, act: ActOf<'move'>): Refusal | null {
  const instance = state.instances.find(it => it.id === insideId(act.from))
  const from = instance === undefined ? undefined : plan.nodes[instance.node]
  if (instance === undefined || from === undefined || act.from !== `${from.id}#${instance.id}`) {
    return stale('Il passo non è più attivo.')
  }
  const to = plan.nodes.find(it => it.id === act.to)
  if (to === undefined) return invalid('Il passo di arrivo non esiste nel diagramma.', 'to')
  if (!ENTERED_BY_HAND[to.kind] || to.scope !== from.scope || !isInScope(state, instance)) {
    return notAllowed('Lo spostamento è possibile solo fra passi dello stesso livello.')
  }
  return null
}

function isInScope(state: State, instance: Instance): boolean {
  return state.instances.some(it => it.id === instance.parent && it.kind === 'scope')
}

function stale(message: string): Refusal {
  return { kind: 'stale', message }
}

function notAllowed(message: string): Refusal {
  return { kind: 'not-allowed', message }
}

function invalid(message: string, path: string): Refusal {
  return { kind: 'invalid', message, fields: [{ path, message }] }
}
