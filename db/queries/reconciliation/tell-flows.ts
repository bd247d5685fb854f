import { sql } from 'drizzle-orm'
import type { Tx } from '../../client.ts'

/**
 * Tells the workflows of these flows that something about them has changed, and starts those that do not run: one statement however many. `about` (a file, a
 * person's act) tells one news from the next; the same news twice is one.
 */
export async function tellFlows(
  tx: Tx,
  municipality: string,
  { flowKeys, about }: { flowKeys: string[]; about: string },
): Promise<void> {
  if (flowKeys.length === 0) return
  await tx.execute(sql`
    insert into outbox (municipality_id, case_id, kind, payload, idempotency_key)
    select ${municipality}, null, 'flow', jsonb_build_object('flowKey', key), 'flow/' || key || '/' || ${about}::text
    from unnest(${sql.param([...new Set(flowKeys)])}::text[]) as named(key)
    on conflict (municipality_id, idempotency_key) do nothing`)
  await tx.execute(sql`select pg_notify('outbox', '')`)
}

/** Flows that a file's entries name in their text, or were assigned to. */
export async function flowsOfEntries(tx: Tx, municipality: string, entries: string[]): Promise<string[]> {
  const ids = sql.param(entries)
  const { rows } = await tx.execute<{ key: string }>(sql`
    select value as key from entry_reference
      where municipality_id = ${municipality} and kind = 'flow' and entry_id = any (${ids}::uuid[])
    union select flow_id from entry_assignment
      where municipality_id = ${municipality} and target = 'flow' and revoked_at is null and entry_id = any (${ids}::uuid[])`)
  return rows.map(row => row.key)
}
