import type { Failure } from './event.ts'
import type { Instant, Json, JsonObject } from './json.ts'
import type { OfficeCalendar } from './terms/holidays.ts'
import type { TermState } from './terms/term.ts'
import type { CaseView, Fact, IncidentView, TaskView } from './view.ts'

/** Everything that a case is: plain JSON that survives `JSON.parse(JSON.stringify(state))` at any moment. */
export interface State {
  /** The engine's way of doing things when the case began: what later versions do otherwise asks for it. */
  engineVersion: number
  status: CaseView['status']
  /** The office has closed the case, and the diagram is undoing what must not stay: it ends as closed. */
  closing?: true
  outcome: string | null
  revision: number
  startedAt: Instant
  updatedAt: Instant
  endedAt: Instant | null
  /** The deadline that the shell was last told. */
  deadline: Instant | null
  document: JsonObject
  /** Number of the next instance, subscription or incident. */
  next: number
  instances: Instance[]
  /** Tokens on their way; empty at rest unless the case is suspended. */
  queue: Item[]
  subscriptions: Subscription[]
  steps: Step[]
  /** Indexes of flows taken at least once, in the order of their first use. */
  flows: number[]
  tasks: Task[]
  incidents: Incident[]
  terms: { [key: string]: TermState }
  /** The offices' calendar on the day when the case began, by which its terms in working days count; an ordinary week without it. */
  calendar?: OfficeCalendar
  /** Messages that came before anything waited for them. */
  inbox: Message[]
  /** Ids of the latest deliveries. */
  seen: string[]
  history: Fact[]
}

interface InstanceBase {
  id: number
  node: number
  /** The instance that it lives in: a scope, a loop's body or a compensation; 0 for a process. */
  parent: number
  /** Position among the instances of its loop, from 1; 0 outside loops. */
  index: number
}

/** A live instance of an element. */
export type Instance = InstanceBase &
  (
    | ({ kind: 'scope' } & ScopeData)
    | ({ kind: 'body' } & LoopData)
    | { kind: 'work'; attempt: number; input: JsonObject; running: boolean }
    | { kind: 'user' | 'wait' | 'child' }
    /** A compensation under way: what is still to be undone, last one first. `cancels`: the transaction is left afterwards. */
    | {
        kind: 'compensating'
        pending: Compensable[]
        /** The data as they were when the activity that is being undone was completed. */
        snapshot: JsonObject | null
        cancels: boolean
      }
    /** A token that could not enter or leave a node; its incident holds what to try again. */
    | { kind: 'stuck' }
  )

export interface ScopeData {
  /** Index in `plan.scopes`. */
  scope: number
  /** Tokens that wait at joins, by flow index. */
  arrivals: { [flow: string]: number }
  completed: Compensable[]
  /** A called process with inputs has data of its own. */
  data: JsonObject | null
  /** Inside a compensation handler of a completed sub-process: what was completed in it. */
  undoes: Compensable[] | null
}

export interface LoopData {
  items: Json[] | null
  /** Null for a standard loop. */
  total: number | null
  started: number
  completed: number
  results: Json[]
}

export interface Compensable {
  node: number
  snapshot: JsonObject
  inner: Compensable[]
}

export type Subscription = { id: number; owner: number; node: number } & (
  | { on: 'timer'; due: Instant; left: number; every: string | null }
  | { on: 'term'; term: string }
  | { on: 'message'; message: string; key: string | null }
  | { on: 'signal'; signal: string }
  | { on: 'condition'; held: boolean }
)

/** What the loop of `advance` still has to do. */
export type Item =
  /** A process of the diagram begins, at these nodes. */
  | { do: 'open'; scope: number; starts: number[] }
  /** A token arrives at a node. */
  | { do: 'enter'; node: number; flow: number | null; parent: number; index: number }
  /** A token chooses its ways out of a node. */
  | { do: 'leave'; node: number; parent: number; instance: number }
  /** A live instance has its result. */
  | { do: 'finish'; instance: number; result: Json }
  /** Work is to be performed again; `fresh`: with its input computed anew. */
  | { do: 'perform'; instance: number; fresh: boolean }
  /** What a catching node waited for has happened to the instance that subscribed it. */
  | { do: 'trigger'; owner: number; node: number; result: Json }
  /** A loop begins its next instance, or ends. */
  | { do: 'iterate'; instance: number }
  /** A compensation undoes its next activity, or ends. */
  | { do: 'undo'; instance: number }

export type ItemOf<D extends Item['do']> = Extract<Item, { do: D }>
/** A token on its way into a node. */
export type Token = ItemOf<'enter'>

/** One line per element instance, live or ended; an ended one never changes. */
export interface Step {
  id: number
  node: number
  state: 'active' | 'done' | 'cancelled' | 'failed'
  enteredAt: Instant
  leftAt: Instant | null
  gone?: Gone
}

/** An element of an earlier version of the diagram that the present one has not. */
export interface Gone {
  id: string
  name: string
  type: string
  confidentialOffice?: string
}

export type Task = Omit<TaskView, 'name' | 'id'> & { id: string; instance: number; node: number; gone?: Gone }

export type Incident = Pick<IncidentView, 'id' | 'failure' | 'raisedAt' | 'resolvedAt'> & {
  instance: number
  node: number
  failure: Failure
  /** What to do again. */
  resume: Item
  gone?: Gone
}

export interface Message {
  id: string
  name: string
  key: string | null
  data: JsonObject
}
