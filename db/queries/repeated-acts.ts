import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { consistencyFinding } from '../schema/consistency.ts'
import { outbox } from '../schema/journals.ts'

/** A town's acts that were sent to their cases again and have been answered: `accepted` says how. */
export async function repeatedActs(tx: Tx, municipality: string) {
  const t = consistencyFinding
  return tx
    .select({
      id: t.id,
      outbox: outbox.id,
      caseId: outbox.caseId,
      detail: t.detail,
      repairs: t.repairs,
      accepted: sql<boolean>`coalesce((${outbox.answer} ->> 'accepted')::boolean, false)`,
    })
    .from(t)
    .innerJoin(outbox, and(eq(outbox.municipalityId, t.municipalityId), sql`${outbox.id}::text = ${t.subject}`))
    .where(
      and(
        eq(t.municipalityId, municipality),
        eq(t.kind, 'act-lost'),
        eq(t.state, 'repaired'),
        isNotNull(outbox.deliveredAt),
      ),
    )
}
