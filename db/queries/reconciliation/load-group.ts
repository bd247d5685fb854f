import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../client.ts'

/** Entries and flows that name each other, found from some of them on. */
export interface Group {
  entries: string[]
  flowKeys: string[]
}

const found = z.array(z.object({ entry: z.string(), flow_key: z.string() }))

/** Follows names from entries to flows and back until nothing new is met. A step asks about what the last one met. */
export async function loadGroup(tx: Tx, municipality: string, from: Group): Promise<Group> {
  const entries = new Set(from.entries)
  const keys = new Set(from.flowKeys)
  let next: Group = { entries: [...entries], flowKeys: [...keys] }
  while (next.entries.length > 0 || next.flowKeys.length > 0) {
    const links = await linksOf(tx, municipality, next)
    next = {
      entries: added(
        entries,
        links.map(link => link.entry),
      ),
      flowKeys: added(
        keys,
        links.map(link => link.flow_key),
      ),
    }
  }
  return { entries: [...entries], flowKeys: [...keys] }
}

async function linksOf(tx: Tx, municipality: string, { entries, flowKeys }: Group) {
  const ids = sql.param(entries)
  const keys = sql.param(flowKeys)
  const { rows } = await tx.execute(sql`
    select entry_id as entry, value as flow_key from entry_reference
      where municipality_id = ${municipality} and kind = 'flow' and value = any (${keys}::text[])
    union select entry_id, value from entry_reference
      where municipality_id = ${municipality} and kind = 'flow' and entry_id = any (${ids}::uuid[])
    union select entry_id, flow_id from entry_assignment
      where municipality_id = ${municipality} and target = 'flow' and revoked_at is null and flow_id = any (${keys}::text[])
    union select entry_id, flow_id from entry_assignment
      where municipality_id = ${municipality} and target = 'flow' and revoked_at is null and entry_id = any (${ids}::uuid[])`)
  return found.parse(rows)
}

function added(known: Set<string>, met: string[]): string[] {
  const fresh = [...new Set(met)].filter(it => !known.has(it))
  for (const it of fresh) known.add(it)
  return fresh
}
