import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { JsonObject } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { outbox } from '../schema/journals.ts'
import { caseView } from '../schema/projections.ts'

const startKey = (caseId: string) => `start/${caseId}`

/** The message that starts a case's workflow; null when it is not there. */
export async function findStart(tx: Tx, municipality: string, caseId: string) {
  const [start] = await tx
    .select({ id: outbox.id, deliveredAt: outbox.deliveredAt })
    .from(outbox)
    .where(and(eq(outbox.municipalityId, municipality), eq(outbox.idempotencyKey, startKey(caseId))))
  return start ?? null
}

/** How far a case had come by what is shown of it, and its document; null when nothing is shown. */
export async function shownOf(tx: Tx, municipality: string, caseId: string) {
  const [shown] = await tx
    .select({ revision: caseView.revision, endedAt: caseView.endedAt, document: caseView.document })
    .from(caseView)
    .where(and(eq(caseView.municipalityId, municipality), eq(caseView.caseId, caseId)))
  return shown ?? null
}

const next = z.object({ id: z.coerce.number() })

/** Writes a lost start anew. Its number is before all others, for the messages of a case are delivered in the order of their numbers. */
export async function enqueueStart(tx: Tx, municipality: string, caseId: string, payload: JsonObject): Promise<void> {
  const { rows } = await tx.execute(sql`select -nextval('outbox_id_seq') as id`)
  const { id } = next.parse(rows[0])
  const row = { municipalityId: municipality, id, kind: 'start', caseId, payload } as const
  await tx.insert(outbox).values({ ...row, idempotencyKey: startKey(caseId) })
  await tx.execute(sql`select pg_notify('outbox', '')`)
}
