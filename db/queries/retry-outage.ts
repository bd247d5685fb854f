import { and, asc, eq, isNull, notExists, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { outbox } from '../schema/journals.ts'
import { incident } from '../schema/projections.ts'
import { appendAudit } from './append-audit.ts'
import { enqueueOutbox } from './enqueue-outbox.ts'

interface Options {
  municipality: string
  platform: string
  limit: number
}

const actor = { kind: 'system', id: 'healer' } as const

/** Asks for the retry of an ended outage's oldest incidents, each once. Returns how many were asked for. */
export async function retryOutage(tx: Tx, { municipality, platform, limit }: Options): Promise<number> {
  // After a crash a step may run again and fail again, with an incident of the same id: that is another one, and must be asked for anew.
  const raised = sql<string>`floor(extract(epoch from ${incident.raisedAt}) * 1000)::bigint::text`
  const key = sql<string>`'heal/' || ${incident.caseId} || '/' || ${incident.incidentId} || '/' || ${raised}`
  const asked = tx
    .select({ one: sql`1` })
    .from(outbox)
    .where(and(eq(outbox.municipalityId, incident.municipalityId), eq(outbox.idempotencyKey, key)))
  const waiting = await tx
    .select({ caseId: incident.caseId, incident: incident.incidentId, requestId: key })
    .from(incident)
    .where(
      and(
        eq(incident.municipalityId, municipality),
        sql`coalesce(${incident.platform}, 'internal') = ${platform}`,
        eq(incident.heals, true),
        isNull(incident.resolvedAt),
        notExists(asked),
      ),
    )
    .orderBy(asc(incident.raisedAt))
    .limit(limit)
  for (const { caseId, incident: id, requestId } of waiting) {
    const reason = 'Il sistema esterno risponde di nuovo'
    const payload = { requestId, actor, reason, act: { type: 'retry', incident: id } }
    await enqueueOutbox(tx, { municipality, caseId, kind: 'update', payload, idempotencyKey: requestId })
  }
  if (waiting.length > 0) {
    const detail = { platform, incidents: waiting.length }
    const object = { type: 'platform', id: platform }
    await appendAudit(tx, { municipality, actor, action: 'outage.healed', object, detail })
  }
  return waiting.length
}
