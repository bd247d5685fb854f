import { and, sql } from 'drizzle-orm'
import type { SQL, SQLWrapper } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Keyset, PageRequest } from '../../keyset.ts'

export interface Walk {
  table: PgTable
  /** What the page is sorted by. */
  by: SQLWrapper
  /** One condition for each walk: the index begins with what it fixes. */
  parts: readonly (SQL | undefined)[]
  keyset: Keyset
  page: PageRequest<string>
}

/**
 * The keys (municipality_id, id) of one page over several towns. Each town and part is walked along its index until the page is full, and the walks are
 * merged: a page costs the same whatever lies behind it, also for who reads fifty towns at once.
 */
export function keysByTown(towns: readonly string[], { table, by, parts, keyset, page }: Walk): SQL {
  const most = page.limit + 1
  const walks = parts.map(part => {
    const own = and(sql`municipality_id = t.town`, part, keyset.after)
    return sql`(select w.* from unnest(${sql.param(towns)}::uuid[]) as t(town) cross join lateral (
      select municipality_id, id, ${by} as sort_key from ${table} where ${own}
      order by ${sql.join(keyset.orderBy, sql`, `)} limit ${most}) w)`
  })
  const direction = sql.raw(page.direction)
  return sql`select municipality_id, id from (${sql.join(walks, sql` union all `)}) as merged
    order by sort_key ${direction}, id ${direction} limit ${most}`
}
