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
 * with the fields); no answer yet is a 202 with where to ask. The same key with the same act gets the first answer again.
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
  if (answered.state === 'refused') refuse(answered.refusal.kind, answered.refusal.message, answered.refusal.fields)
  const { revision, at } = answered
  return { status: 200, body: { state: 'done', requestId: asked.requestId, revision, at } }
}

async function record(tx: Tx, staff: Staff, asked: Asked, request: ActRequest): Promise<number> {
  const { municipality, caseId, requestId, act } = asked
  const wanted: JsonObject = JSON.parse(JSON.stringify(request))
  const payload = asked.before ? { ...wanted, before: asked.before } : wanted
  const queued = await enqueueOutbox(tx, {
    municipality,
    caseId,
    kind: 'update',
    payload,
    idempotencyKey: keyOf(staff, requestId),
  })
  if (!queued.fresh) {
    await requireSame(tx, municipality, queued.id, caseId, wanted)
    return queued.id
  }
  await asked.also?.(tx)
  await appendAudit(tx, {
    municipality,
    actor: { ...staff.actor(asked.right, municipality), session: staff.session },
    action: `case.${act.type}`,
    object: { type: 'case', id: caseId },
    ...(asked.reason !== undefined && { reason: asked.reason }),
    requestId,
    outcome: 'asked',
    detail: { ...targetOf(act), ...asked.detail },
  })
  return queued.id
}

const keyOf = (staff: Staff, requestId: string): string => `act/${staff.id}/${requestId}`

async function requireSame(
  tx: Tx,
  municipality: string,
  id: number,
  caseId: string,
  wanted: JsonObject,
): Promise<void> {
  const [known] = await tx
    .select({ caseId: outbox.caseId, payload: outbox.payload })
    .from(outbox)
    .where(and(eq(outbox.municipalityId, municipality), eq(outbox.id, id)))
  // Asked again, a correction finds its own values there.
  const { before: _before, ...first } = known?.payload ?? {}
  if (known?.caseId !== caseId || digestOf(first) !== digestOf(wanted)) refuse('idempotency-mismatch')
}

function targetOf(act: Act): JsonObject {
  return {
    ...('task' in act && { task: act.task }),
    ...('incident' in act && act.incident !== undefined && { incident: act.incident }),
    ...(act.type === 'amend' && { paths: act.set.map(one => one.path) }),
    ...('source' in act && { source: act.source }),
  }
}
