import { and, asc, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client.ts'
import { outbox } from '../schema/journals.ts'

/** A staff act that the case had accepted and that is on its way to it again. */
export interface RepeatedAct {
  outbox: number
  caseId: string
  requestId: string
  act: string
}

/** What of a town's delivered messages is to be delivered again: those of a case, one message, or all since an instant. */
export type Again = { caseId: string } | { outbox: number } | { since: string }

/**
 * Puts delivered messages back among those to deliver, in their order. A case that knows them ignores them, by their ids: this is how a
 * workflow that has lost its last hours hears them again. Skips in time are never repeated, and a refusal stays one.
 */
export async function deliverAgain(tx: Tx, municipality: string, which: Again): Promise<RepeatedAct[]> {
  const chosen = and(
    eq(outbox.municipalityId, municipality),
    isNotNull(outbox.deliveredAt),
    ne(outbox.kind, 'advance-time'),
    conditionOf(which),
  )
  const rows = await tx.select().from(outbox).where(chosen).orderBy(asc(outbox.id)).for('update')
  if (rows.length === 0) return []
  const ids = rows.map(row => row.id)
  await tx
    .update(outbox)
    .set({ deliveredAt: null, tries: 0, nextAt: sql`now()` })
    .where(and(eq(outbox.municipalityId, municipality), inArray(outbox.id, ids)))
  await tx.execute(sql`select pg_notify('outbox', '')`)
  return rows.flatMap(({ id, kind, caseId, payload }) => {
    if (kind !== 'update' || caseId === null) return []
    const { requestId, act } = asked.parse(payload)
    return [{ outbox: id, caseId, requestId, act: act.type }]
  })
}

function conditionOf(which: Again): SQL | undefined {
  if ('outbox' in which) return eq(outbox.id, which.outbox)
  // What the case refused then it need not hear now.
  const wasAccepted = or(ne(outbox.kind, 'update'), sql`(${outbox.answer} ->> 'accepted')::boolean`)
  if ('caseId' in which) return and(wasAccepted, eq(outbox.caseId, which.caseId))
  return and(wasAccepted, sql`${outbox.deliveredAt} >= ${which.since}::timestamptz`)
}

const asked = z.object({ requestId: z.string(), act: z.object({ type: z.string() }) })
