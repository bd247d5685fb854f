import { and, eq, inArray, sql } from 'drizzle-orm'
import type { IncidentView } from '../../engine/view.ts'
import type { Tx } from '../client.ts'
import { incident } from '../schema/projections.ts'
import type { caseView } from '../schema/projections.ts'
import type { SetDiff } from '../set-diff.ts'

type View = typeof caseView.$inferSelect

/** Brings a case's incident rows to what its view says. */
export async function publishIncidents(tx: Tx, view: View, incidents: SetDiff<IncidentView>): Promise<void> {
  const ofCase = and(eq(incident.municipalityId, view.municipalityId), eq(incident.caseId, view.caseId))
  if (incidents.gone.length > 0) {
    await tx.delete(incident).where(and(ofCase, inArray(incident.incidentId, incidents.gone)))
  }
  if (incidents.changed.length === 0) return
  await tx
    .insert(incident)
    .values(incidents.changed.map(changed => rowOf(view, changed)))
    .onConflictDoUpdate({ target: [incident.municipalityId, incident.caseId, incident.incidentId], set: REPLACED })
}

function rowOf(view: View, { failure, ...raised }: IncidentView): typeof incident.$inferInsert {
  return {
    municipalityId: view.municipalityId,
    caseId: view.caseId,
    incidentId: raised.id,
    work: raised.work,
    element: raised.element,
    name: raised.name,
    operation: raised.operation,
    platform: failure.platform ?? null,
    kind: failure.kind,
    code: failure.code,
    message: failure.message,
    detail: failure.detail ?? null,
    touched: failure.touched ?? false,
    heals: raised.heals,
    allowed: raised.allowed,
    raisedAt: raised.raisedAt,
    resolvedAt: raised.resolvedAt,
    number: view.number,
    procedure: view.procedure,
    caseTitle: view.title,
  }
}

const REPLACED = {
  work: sql`excluded.work`,
  element: sql`excluded.element`,
  name: sql`excluded.name`,
  operation: sql`excluded.operation`,
  platform: sql`excluded.platform`,
  kind: sql`excluded.kind`,
  code: sql`excluded.code`,
  message: sql`excluded.message`,
  detail: sql`excluded.detail`,
  touched: sql`excluded.touched`,
  heals: sql`excluded.heals`,
  allowed: sql`excluded.allowed`,
  raisedAt: sql`excluded.raised_at`,
  resolvedAt: sql`excluded.resolved_at`,
}
