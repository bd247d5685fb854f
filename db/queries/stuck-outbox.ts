import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { outbox } from '../schema/journals.ts'

/** A town's messages that are still not delivered after `seconds` and several tries; of each case the first, for the others wait their turn. */
export async function stuckOutbox(
  tx: Tx,
  municipality: string,
  { seconds, limit }: { seconds: number; limit: number },
) {
  return tx
    .select({
      id: outbox.id,
      caseId: outbox.caseId,
      kind: outbox.kind,
      tries: outbox.tries,
      lastError: outbox.lastError,
      createdAt: outbox.createdAt,
    })
    .from(outbox)
    .where(
      and(
        eq(outbox.municipalityId, municipality),
        isNull(outbox.deliveredAt),
        lt(outbox.createdAt, sql`now() - make_interval(secs => ${seconds})`),
        sql`not exists (select from outbox earlier where earlier.municipality_id = ${outbox.municipalityId}
          and earlier.case_id = ${outbox.caseId} and earlier.id < ${outbox.id} and earlier.delivered_at is null)`,
      ),
    )
    .orderBy(asc(outbox.id))
    .limit(limit)
}
