import { sql } from 'drizzle-orm'
import type { Db } from './client.ts'

/**
 * Refuses to go on with a role that row-level security does not bind: superuser, BYPASSRLS, owner of a table, or member of such a role.
 * Every process with a database calls it before anything else.
 */
export async function assertSafeRole(db: Db): Promise<void> {
  const { rows } = await db.global(tx =>
    tx.execute<{ role: string; why: string }>(sql`
      select current_user as role, format('is, or may become, %I, which %s', r.rolname,
        case when r.rolsuper then 'is a superuser' when r.rolbypassrls then 'bypasses row-level security' else 'owns tables' end) as why
      from pg_roles r
      where pg_has_role(current_user, r.oid, 'member')
        and (r.rolsuper or r.rolbypassrls
          or exists (select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')))
      limit 1`),
  )
  const found = rows[0]
  if (found === undefined) return
  throw new Error(
    `The database role "${found.role}" ${found.why}: towns would not be kept apart. Connect as iter_app (DATABASE_URL) or iter_relay (RELAY_DATABASE_URL).`,
  )
}
