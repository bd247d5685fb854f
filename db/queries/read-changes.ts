import { asc, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { change } from '../schema/journals.ts'

/** A place in the change table: everything up to it has been read. */
export interface ChangeCursor {
  txid: string
  id: number
}

export type Change = typeof change.$inferSelect

/** The place from which nothing committed from now on is missed. */
export async function currentChangeCursor(tx: Tx): Promise<ChangeCursor> {
  const { rows } = await tx.execute<{ txid: string }>(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as txid`)
  return { txid: rows[0]?.txid ?? '0', id: 0 }
}

/**
 * Changes after `after`, in the order of their transactions' beginning, in the towns of this transaction. Reads only below the oldest
 * transaction still running anywhere in the database: what that one will commit comes later, never before a cursor already given out.
 */
export async function readChanges(
  tx: Tx,
  after: ChangeCursor,
  limit = 500,
): Promise<{ changes: Change[]; cursor: ChangeCursor }> {
  const changes = await tx
    .select()
    .from(change)
    .where(
      sql`(${change.txid}, ${change.id}) > (${after.txid}::xid8, ${after.id}::bigint)
        and ${change.txid} < pg_snapshot_xmin(pg_current_snapshot())`,
    )
    .orderBy(asc(change.txid), asc(change.id))
    .limit(limit)
  const last = changes.at(-1)
  return { changes, cursor: last === undefined ? after : { txid: last.txid, id: last.id } }
}
