import { and, eq } from 'drizzle-orm'

import { digestOf } from '../../db/canonical-json.ts'
import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { enqueueOutbox } from '../../db/queries/enqueue-outbox.ts'
import { outbox } from '../../db/schema/journals.ts'
import type { Act } from '../../engine/event.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { ActRequest } from '../../workflows/messages.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../http/problem.ts'
import type { Action } from '../permissions.ts'
import type { Staff } from '../sign-in/staff.ts'
import type { Answered } from './await-answer.ts'
import { whatChanged } from './what-changed.ts'

export interface Asked {
  municipality: string
  caseId: string
  act: Act
  /** The right that lets the person do it. */
  right: Action
  /** The caller's Idempotency-Key. */
  requestId: string
  reason?: string | undefined
  expectedRevision?: number | null | undefined
  /** What the audit keeps besides the act's kind; no personal data. */
  detail?: JsonObject
  /** For a correction: the values that stood at its paths, to be told beside the new ones. */
  before?: JsonObject
  /** Business rows of the same transaction. */
  also?: (tx: Tx) => Promise<void>
}

export type ActReply =
  | { status: 200; body: { state: 'done'; requestId: string; revision: number; at: string } }
  | { status: 202; body: { state: 'pending'; requestId: string; links: { self: string } } }

const patience = 3000

/**
 * A staff act: audit entry and outbox row in one transaction, then up to three seconds for the case's answer. A refusal is a 409 (or 422
 * with the fields) that says what has changed; no answer yet is a 202 with where to ask. The same key with the same act has one effect and
 * the same answer, whoever sends it.
 */
export async function askCase(deps: Deps, staff: Staff, asked: Asked): Promise<ActReply> {
  const actor = staff.actor(asked.right, asked.municipality)
  const request: ActRequest = {
    requestId: asked.requestId,
    actor,
    ...(asked.reason !== undefined && { reason: asked.reason }),
    act: asked.act,
    ...(asked.expectedRevision != null && { expectedRevision: asked.expectedRevision }),
  }
  const id = await deps.db.withTenants([asked.municipality], tx => record(tx, staff, asked, request))
  const answered = await deps.answers.wait(asked.municipality, id, patience)
  if (!answered) {
    const self = `/api/v1/cases/${asked.caseId}/acts/${asked.requestId}`
    return { status: 202, body: { state: 'pending', requestId: asked.requestId, links: { self } } }
  }
  if (answered.state === 'refused') {
    const { kind, message, fields } = await inContext(deps, staff, asked, answered.refusal)
    refuse(kind, message, fields)
  }
  const { revision, at } = answered
  return { status: 200, body: { state: 'done', requestId: asked.requestId, revision, at } }
}

type Refusal = Extract<Answered, { state: 'refused' }>['refusal']

/** Who comes too late is told what happened instead. */
export async function inContext(
  { db }: Pick<Deps, 'db'>,
  staff: Staff,
  { municipality, caseId }: Pick<Asked, 'municipality' | 'caseId'>,
  refusal: Refusal,
): Promise<Refusal> {
  if (refusal.kind !== 'stale') return refusal
  const changed = await db.withTenants([municipality], tx => whatChanged(tx, staff, municipality, caseId))
  return changed === null ? refusal : { ...refusal, message: `${refusal.message} Nel frattempo: ${changed}.` }
}

async function record(tx: Tx, staff: Staff, asked: Asked, request: ActRequest): Promise<number> {
  const { municipality, caseId, requestId } = asked
  const wanted: JsonObject = JSON.parse(JSON.stringify(request))
  const payload = asked.before ? { ...wanted, before: asked.before } : wanted
  const queued = await enqueueOutbox(tx, {
    municipality,
    caseId,
    kind: 'update',
    payload,
    idempotencyKey: actKey(requestId),
  })
  if (!queued.fresh) {
    const first = await requireSame(tx, municipality, queued.id, caseId, wanted)
    if (first !== staff.id) await note(tx, staff, asked, 'asked-again')
    return queued.id
  }
  await asked.also?.(tx)
  await note(tx, staff, asked, 'asked')
  return queued.id
}

async function note(tx: Tx, staff: Staff, asked: Asked, outcome: 'asked' | 'asked-again'): Promise<void> {
  const { municipality, caseId, requestId, act } = asked
  await appendAudit(tx, {
    municipality,
    actor: { ...staff.actor(asked.right, municipality), session: staff.session },
    action: `case.${act.type}`,
    object: { type: 'case', id: caseId },
    ...(asked.reason !== undefined && { reason: asked.reason }),
    requestId,
    outcome,
    detail: { ...targetOf(act), ...asked.detail },
  })
}

/** One intention has one key, whoever of the staff sends it. */
export const actKey = (requestId: string): string => `act/${requestId}`

/** Throws unless the key came with the same act before; returns who sent it first. */
async function requireSame(
  tx: Tx,
  municipality: string,
  id: number,
  caseId: string,
  wanted: JsonObject,
): Promise<string | null> {
  const [known] = await tx
    .select({ caseId: outbox.caseId, payload: outbox.payload })
    .from(outbox)
    .where(and(eq(outbox.municipalityId, municipality), eq(outbox.id, id)))
  if (known?.caseId !== caseId || digestOf(contentOf(known.payload)) !== digestOf(contentOf(wanted))) {
    refuse('idempotency-mismatch')
  }
  const { actor } = known.payload
  const who = typeof actor === 'object' && actor !== null && !Array.isArray(actor) ? actor['id'] : null
  return typeof who === 'string' ? who : null
}

/** What is asked, without who asks; asked again, a correction finds its own values where the former ones stood. */
function contentOf({ actor: _actor, before: _before, ...content }: JsonObject): JsonObject {
  return content
}

function targetOf(act: Act): JsonObject {
  return {
    ...('task' in act && { task: act.task }),
    ...('incident' in act && act.incident !== undefined && { incident: act.incident }),
    ...(act.type === 'amend' && { paths: act.set.map(one => one.path) }),
    ...('source' in act && { source: act.source }),
  }
}
