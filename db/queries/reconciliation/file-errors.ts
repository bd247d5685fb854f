import { and, asc, eq, exists, sql } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { journalMovement, treasuryEntry } from '../../schema/treasury.ts'

/** Entries that a journal touches and that are in error, the first `limit` of them by their numbers. */
export async function fileErrors(tx: Tx, municipality: string, fileId: string, limit: number) {
  const e = treasuryEntry
  const inFile = tx
    .select({ one: sql`1` })
    .from(journalMovement)
    .where(
      and(
        eq(journalMovement.municipalityId, municipality),
        eq(journalMovement.fileId, fileId),
        eq(journalMovement.entryId, e.id),
        eq(journalMovement.repeated, 0),
      ),
    )
  return tx
    .select({
      id: e.id,
      bank: e.bank,
      exercise: e.exercise,
      number: e.number,
      cents: sql<number>`(${e.cents} - ${e.reversedCents})`.mapWith(Number),
      movedOn: e.movedOn,
      cause: e.cause,
      endToEndId: e.endToEndId,
      code: e.code,
      reasons: e.reasons,
      differenceCents: e.differenceCents,
    })
    .from(e)
    .where(and(eq(e.municipalityId, municipality), eq(e.class, 'error'), exists(inFile)))
    .orderBy(asc(e.exercise), asc(e.number), asc(e.id))
    .limit(limit)
}
