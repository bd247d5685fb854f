import { advance } from '../../engine/advance.ts'
import type { Command } from '../../engine/command.ts'
import type { Event, Refusal } from '../../engine/event.ts'
import type { Instant } from '../../engine/json.ts'
import { refuse, refuseTooSoon } from '../../engine/refuse.ts'
import type { State } from '../../engine/state.ts'
import type { ActRequest, CaseInput } from '../messages.ts'
import type { Children } from './children.ts'
import { createChildren } from './children.ts'
import type { Lanes } from './lanes.ts'
import { createLanes } from './lanes.ts'
import type { Publisher } from './publisher.ts'
import { createPublisher } from './publisher.ts'
import { engineVersion } from './engine-version.ts'
import type { Entry, Inbox } from './stimulus.ts'
import { createInbox } from './stimulus.ts'

type Finish = Extract<Command, { type: 'finish' }>

/** The engine with everything that carries out its commands. */
export interface EngineHost {
  inbox: Inbox
  lanes: Lanes
  children: Children
  publisher: Publisher
  state: () => State
  /** Set once the engine has ended the case. */
  finish: () => Finish | null
  /** Advances the engine by one entry of the queue and carries out its commands. */
  take: (entry: Entry) => void
  /** Why an act that comes in cannot be carried out as things stand; null when it can. */
  refusalOf: (request: Asked) => Refusal | null
}

type Asked = Pick<ActRequest, 'act' | 'actor' | 'expectedRevision'>

/** A new case has advanced by its start event when this returns: no handler can ever meet a case without state. */
export function createEngineHost(input: CaseInput): EngineHost {
  const { plan, carried } = input
  const inbox = createInbox()
  const opening = carried
    ? { state: carried.state, commands: [] }
    : advance(plan, null, { ...input.start, ...engineVersion() })
  let state = opening.state
  let finish: Finish | null = null

  const publisher = createPublisher(input, () => state)
  const lanes = createLanes(input, { inbox, publisher, state: () => state })
  const children = createChildren(input, inbox)

  const refusalNow = ({ act, actor, expectedRevision }: Asked) =>
    expectedRevision !== undefined && expectedRevision !== state.revision ? stale : refuse(plan, state, act, actor)
  const refusalOf = (request: Asked) => refusalNow(request) ?? refuseTooSoon(plan, state, request.act, now())

  const carryOut = (command: Command): void => {
    switch (command.type) {
      case 'perform':
        return lanes.perform(command.work)
      case 'cancel-work':
        return lanes.cancel(command.work)
      case 'start-child':
        return children.start(command)
      case 'cancel-child':
        return children.cancel(command.instance)
      case 'send-message':
        return children.send(command)
      case 'finish':
        finish = command
        return
      // These are read where they are kept: the deadline by the loop, tasks and incidents by the publication.
      case 'deadline':
      case 'open-task':
      case 'close-task':
      case 'raise-incident':
        return
    }
  }

  const take = ({ stimulus, expectedRevision, settle }: Entry) => {
    // Between the validator and this moment another entry may have changed the case.
    const refusal =
      stimulus.type === 'act'
        ? refusalNow({ ...stimulus, ...(expectedRevision !== undefined && { expectedRevision }) })
        : null
    if (refusal) return settle?.({ accepted: false, refusal })
    const next = advance(plan, state, stamp(stimulus))
    if (next.state.revision !== state.revision) publisher.touch()
    state = next.state
    next.commands.forEach(carryOut)
    settle?.({ accepted: true, revision: state.revision })
  }

  opening.commands.forEach(carryOut)
  return { inbox, lanes, children, publisher, state: () => state, finish: () => finish, take, refusalOf }
}

const stale: Refusal = {
  kind: 'stale',
  message: 'La pratica è cambiata nel frattempo: ricaricare la pagina e riprovare.',
}

const stamp = (stimulus: Entry['stimulus']): Event => ({ ...stimulus, at: now() })

const now = (): Instant => new Date(Date.now()).toISOString()
