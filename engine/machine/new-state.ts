import type { Instant, JsonObject } from '../json.ts'
import type { Instance, State } from '../state.ts'

export function newState(at: Instant, document: JsonObject): State {
  return {
    engineVersion: 1,
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
  switch (instance.kind) {
    case 'scope':
      return {
        ...instance,
        arrivals: { ...instance.arrivals },
        completed: [...instance.completed],
        undoes: instance.undoes === null ? null : [...instance.undoes],
      }
    case 'body':
      return { ...instance, results: [...instance.results] }
    case 'compensating':
      return { ...instance, pending: [...instance.pending] }
    case 'work':
    case 'user':
    case 'wait':
    case 'child':
    case 'stuck':
      return { ...instance }
  }
}
