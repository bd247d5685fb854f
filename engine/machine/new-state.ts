import type { Event } from '../event.ts'
import type { Instant, JsonObject } from '../json.ts'
import type { Instance, State } from '../state.ts'

/** The first version, where nothing else is said: what older shells start is theirs. */
const firstVersion = 1

/** What a start may say beyond its data. */
type Begun = Pick<Extract<Event, { type: 'start' }>, 'engineVersion' | 'calendar'>

export function newState(at: Instant, document: JsonObject, { engineVersion, calendar }: Begun = {}): State {
  return {
    engineVersion: engineVersion ?? firstVersion,
    status: 'running',
    outcome: null,
    revision: 0,
    startedAt: at,
    updatedAt: at,
    endedAt: null,
    deadline: null,
    document,
    next: 1,
    instances: [],
    queue: [],
    subscriptions: [],
    steps: [],
    flows: [],
    tasks: [],
    incidents: [],
    terms: {},
    ...(calendar && { calendar }),
    inbox: [],
    seen: [],
    history: [],
  }
}

/**
 * A copy that may be changed in place: lists, live instances and subscriptions are new; what the machine only ever replaces
 * (documents, steps, tasks, incidents, facts) is shared.
 */
export function copyState(state: State): State {
  return {
    ...state,
    instances: state.instances.map(copyInstance),
    queue: [...state.queue],
    subscriptions: state.subscriptions.map(it => ({ ...it })),
    steps: [...state.steps],
    flows: [...state.flows],
    tasks: [...state.tasks],
    incidents: [...state.incidents],
    terms: { ...state.terms },
    inbox: [...state.inbox],
    history: [...state.history],
  }
}

function copyInstance(instance: Instance): Instance {
  if (instance.kind === 'body') return { ...instance, results: [...instance.results] }
  if (instance.kind === 'compensating') return { ...instance, pending: [...instance.pending] }
  if (instance.kind !== 'scope') return { ...instance }
  const { arrivals, completed, undoes } = instance
  return { ...instance, arrivals: { ...arrivals }, completed: [...completed], undoes: undoes && [...undoes] }
}
