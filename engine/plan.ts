import type { Ast } from './feel/ast.ts'
import type { DecisionTable } from './decisions/table.ts'
import type { Form } from './form.ts'
import type { JsonObject, LocalDate } from './json.ts'
import type { TermDef } from './terms/term.ts'

/**
 * A compiled diagram: immutable JSON. Nodes, flows and scopes refer to each other by their index in these arrays, so that
 * `advance` never searches by name. A case is pinned to its plan, which travels in the case's first input.
 */
export interface Plan {
  format: 1
  /** Id and name of the diagram's first executable process: the procedure. */
  procedure: string
  name: string
  nodes: PlanNode[]
  flows: Flow[]
  scopes: Scope[]
  /** Scopes of the processes that begin with the case; pools that are called or only wait for a message do not. */
  roots: number[]
  terms: PlanTerm[]
  forms: Form[]
  tables: DecisionTable[]
}

/**
 * A term as declared; `daysFrom` gives its length from the document when it starts (and `days` is 0 until then). Several of one key
 * are versions of it: the case has the one that was valid on the day when it was presented, whatever the law says later.
 */
export interface PlanTerm extends TermDef {
  daysFrom?: Expression
  /** First and last day of presentation for which it is valid; absent without limit. */
  validFrom?: LocalDate
  validTo?: LocalDate
}

/** A FEEL expression: its text for people, its tree for the evaluator. */
export interface Expression {
  text: string
  ast: Ast
}

export interface Flow {
  id: string
  source: number
  target: number
  condition: Expression | null
}

/** A process, a sub-process, an event sub-process or a called process: what tokens live in. */
export interface Scope {
  id: string
  /** The node that opens it; null for a process. */
  node: number | null
  /** Nodes that receive a token when the scope opens in the ordinary way. */
  starts: number[]
  /** Start events of the process that need a message or a signal. */
  triggered: number[]
  /** Event sub-processes of this scope (nodes). */
  handlers: number[]
}

export interface Mapping {
  /** Name of an input, or path of an output in the document. */
  name: string
  value: Expression
}

export type TimerDef =
  | { type: 'duration' | 'date'; value: string | Expression }
  | { type: 'cycle'; times: number; every: string }
  | { type: 'term'; term: string }

/** What a catching event waits for. `code` null catches every code. */
export type Trigger =
  | { on: 'none' }
  | { on: 'timer'; timer: TimerDef }
  | { on: 'message'; message: string; key: Expression | null }
  | { on: 'signal'; signal: string }
  | { on: 'error'; code: string | null }
  | { on: 'escalation'; code: string | null }
  | { on: 'condition'; condition: Expression }
  | { on: 'compensation' }
  | { on: 'cancel' }

/** What an end event or a throwing event does. */
export type Throw =
  | { do: 'none' }
  /** `outside`: no element of this diagram catches the message. */
  | { do: 'message'; message: string; key: Expression | null; outside: boolean }
  | { do: 'signal'; signal: string }
  | { do: 'error'; code: string }
  | { do: 'escalation'; code: string }
  /** `activity` null: everything completed in the scope. */
  | { do: 'compensate'; activity: number | null }
  | { do: 'cancel' }
  | { do: 'terminate' }

export type Loop =
  | {
      type: 'instances'
      sequential: boolean
      cardinality: Expression | null
      collection: Expression | null
      /** Name under which an instance sees its element of the collection. */
      item: string | null
      completion: Expression | null
      /** Path in the document that receives the list of the instances' results. */
      results: string | null
    }
  | { type: 'standard'; testBefore: boolean; maximum: number | null; condition: Expression | null }

export interface Clock {
  term: string
  action: 'start' | 'suspend' | 'resume' | 'meet' | 'reset'
  cause: string
  /** Resume: days until the term runs again; null takes the term's own. */
  delayDays: number | null
  /** Suspend: limits of this cause besides those of the whole term. */
  maxTimes: number | null
  maxDays: number | null
}

/** What the shell must know of an operation to perform it; copied from the catalogue when the diagram is compiled. */
export interface PlanOperation {
  name: string
  platform: string
  dispatch: 'local-first' | 'queued'
  retry: RetryPolicy
  repeat: 'natural-key' | 'idempotent' | 'ask' | 'person'
  /** A person may state the outcome by hand. */
  recordable: boolean
  timeoutSeconds: number
}

export interface RetryPolicy {
  name: string
  initialSeconds: number
  backoff: number
  maxSeconds: number
  maxAttempts: number
}

/** An operation as the catalogue declares it; `input` and `output` are JSON Schemas. */
export interface OperationSpec extends PlanOperation {
  input: JsonObject
  output: JsonObject
}

interface NodeBase {
  id: string
  name: string
  /** The diagram's own word: `userTask`, `boundaryEvent`. */
  type: string
  scope: number
  incoming: number[]
  outgoing: number[]
  /** The default flow. */
  otherwise: number | null
  clocks: Clock[]
  outcome: string | null
  milestone: string | null
  inputs: Mapping[]
  outputs: Mapping[]
  /** Boundary events attached here. */
  boundaries: number[]
  loop: Loop | null
  /** The activity that undoes this one. */
  compensation: number | null
  /** Only members of this office may know that the element was reached. */
  confidentialOffice?: string
  /** Why the element may wait without a deadline. */
  unlimited?: string
}

export type PlanNode = NodeBase &
  (
    | { kind: 'start'; trigger: Trigger }
    /** `idle`: what it waits for may never come, and nobody is asked for it. */
    | { kind: 'catch'; trigger: Trigger; idle?: true }
    | { kind: 'boundary'; trigger: Trigger; host: number; interrupting: boolean }
    | { kind: 'throw' | 'end'; throws: Throw }
    | { kind: 'exclusive' | 'parallel' | 'event-based' }
    /** `reach[node]`: bit mask of incoming flows that a token at `node` can still reach without passing here. */
    | { kind: 'inclusive'; reach: number[] }
    | { kind: 'pass' }
    | { kind: 'script'; script: Expression; target: string | null }
    | { kind: 'decision'; decision: string; table: number }
    /** `decision`: the table's key when the operation evaluates a municipality's table. */
    | { kind: 'work'; operation: PlanOperation; decision: string | null }
    | ({ kind: 'user' } & UserTask)
    | { kind: 'sub-process'; inner: number; transaction: boolean }
    /** `start` is its start event. */
    | { kind: 'event-sub-process'; inner: number; start: number; trigger: Trigger; interrupting: boolean }
    | { kind: 'call'; inner: number }
    | { kind: 'child'; procedure: string }
  )

export interface UserTask {
  form: string
  office: string
  role: string | null
  confidential: boolean
  /** ISO 8601 duration from the opening: the office's own promise. */
  due: string | null
}

export type NodeOf<K extends PlanNode['kind']> = Extract<PlanNode, { kind: K }>
