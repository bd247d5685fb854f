import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { Act, Actor, Event, Refusal } from '../engine/event.ts'
import type { Json, JsonObject } from '../engine/json.ts'
import type { Plan } from '../engine/plan.ts'
import type { State } from '../engine/state.ts'
import { digestOf } from './case/digest.ts'

/** Name of the one workflow type that runs every procedure. */
export const caseWorkflowType = 'caseWorkflow'

/** Name of the workflow type that runs one activity for a municipality, on a schedule or once. */
export const choreWorkflowType = 'choreWorkflow'

/** Task queue of all case workflows and their local activities. */
export const casesQueue = 'cases'

/** Platforms that are our own database: their queued steps share one queue. */
const internalPlatforms = ['canteen', 'acts', 'internal']

/** What answers is our own database. */
export const isInternal = (platform: string): boolean => internalPlatforms.includes(platform)

/** Task queue of a platform's queued activities. */
export const platformQueue = (platform: string): string =>
  isInternal(platform) ? 'platform-internal' : `platform-${platform}`

/** Workflow id of a case: nothing personal in it. */
export const caseWorkflowId = (municipality: string, caseId: string): string => `case/${municipality}/${caseId}`

/** The ids in a case's workflow id; null when it is not one. */
export function parseCaseWorkflowId(workflowId: string): { municipality: string; caseId: string } | null {
  const [kind, municipality, caseId, ...rest] = workflowId.split('/')
  if (kind !== 'case' || !municipality || !caseId || rest.length > 0) return null
  return { municipality, caseId }
}

/** Workflow id of a chore: the activity's name (letters only), the municipality it works for, and the id of what it is about, if anything. */
export const choreWorkflowId = (municipality: string, name: string, subject?: string): string =>
  `chore/${municipality}/${name}${subject === undefined ? '' : `/${subject}`}`

/** The parts of a chore's workflow id, to which a schedule appends the time. */
export function parseChoreWorkflowId(
  workflowId: string,
): { municipality: string; name: string; subject: string | null } | null {
  const [, municipality, name, subject] = /^chore\/([^/]+)\/([A-Za-z]+)(?:\/([^/]+))?/.exec(workflowId) ?? []
  return municipality && name ? { municipality, name, subject: subject ?? null } : null
}

/** Name of the workflow type that waits for what a payment report still lacks: one a town and flow. */
export const flowWorkflowType = 'flowWorkflow'

/** Workflow id of a payment report: `flowKey` is its id as ids are compared. */
export const flowWorkflowId = (municipality: string, flowKey: string): string => `flow/${municipality}/${flowKey}`

export interface FlowInput {
  municipality: string
  flowKey: string
}

/** Something about the flow has changed: what, is in the database. */
export const newsSignal = defineSignal('news')

/** Priority and fairness of a case's tasks: a file of thousands must delay neither single cases nor other municipalities. */
export const casePriority = (municipality: string, channel: string): { fairnessKey: string; priorityKey: number } => ({
  fairnessKey: municipality,
  priorityKey: channel === 'import' ? 4 : 3,
})

/** Argument of `caseWorkflow`. The plan is immutable and travels with the case; editing a diagram never touches a running case. */
export interface CaseInput {
  municipality: string
  caseId: string
  /** The case's number, as printed: `MENSA-2026-000001`. */
  number: string
  /** sha256 of the plan, its identity. */
  planHash: string
  plan: Plan
  start: Extract<Event, { type: 'start' }>
  /** 1 for a new case. */
  run: number
  /** Events after which a run at rest continues as a new one; 4,000 when left out. */
  rollOverAt?: number
  /** Each waking leaves an event, which holds its time fast; set for every case but the oldest ones. */
  steadyTime?: boolean
  /** Steps that are over at once leave their news to a later one; set for every case but the oldest ones. */
  swiftSteps?: boolean
  /** Steps are known outside by `stepKey`; set for every case but the oldest ones, and never changed in a case's life. */
  stepKeys?: boolean
  /** Set by continue-as-new only. */
  carried?: Carried
}

/** How every case is begun today; an older one goes on as it was begun. */
export const asToday = { steadyTime: true, swiftSteps: true, stepKeys: true } as const

/** What a run hands to the next one. */
export interface Carried {
  state: State
  ledger: { answers: [requestId: string, LedgerEntry][]; messages: string[] }
  /** Facts of the case's history already published. */
  publishedFacts: number
}

/** The first answer to a request id, bound to the digest of what was asked. */
export interface LedgerEntry {
  digest: string
  answer: ActAnswer | { accepted: false; refusal: Refusal }
}

/** A staff act. `requestId` makes it unique; the same id with other content is refused. */
export interface ActRequest {
  requestId: string
  actor: Actor
  reason?: string
  act: Act
  /** Refused as stale when the case has moved past it. Left out: only the act itself is checked. */
  expectedRevision?: number
}

/** The act was carried out; `revision` is the case's revision after it. */
export interface ActAnswer {
  accepted: true
  revision: number
}

/** `ApplicationFailure.type` of a refused act; `details[0]` is the `Refusal`. */
export const refusedType = 'Refused'

/** A message (to one receiver, buffered) or a signal (to all that listen now). A seen `id` is ignored. */
export interface Delivery {
  id: string
  kind?: 'message' | 'signal'
  name: string
  key?: string
  data: JsonObject
  actor?: Actor
}

/** What the state query answers: used to rebuild projections and to promote cases, never for screens. */
export interface CaseSnapshot {
  municipality: string
  caseId: string
  number: string
  planHash: string
  run: number
  historyLength: number
  state: State
}

/** What a finished case's workflow returns. */
export interface CaseResult {
  status: 'completed' | 'failed' | 'closed'
  output: Json
  state: State
}

/**
 * Temporal answers a known update id blindly, whatever it carries: with the content's digest in the id, other content reaches the case,
 * which refuses it. Send acts with this update id.
 */
export const updateIdOf = (request: ActRequest): string => `${request.requestId}/${digestOf(request)}`

export const actUpdate = defineUpdate<ActAnswer, [ActRequest]>('act')
export const deliverSignal = defineSignal<[Delivery]>('deliver')
export const stateQuery = defineQuery<CaseSnapshot>('state')
