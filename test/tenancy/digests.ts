import type { FreshDatabase } from '../support/database.ts'

/** A digest of the rows of every table but the sessions', which note each visit. */
export async function digests(database: FreshDatabase): Promise<Record<string, string>> {
  const { rows } = await database.asSuperuser(`
    select table_name as name, (xpath('/row/h/text()', query_to_xml(format(
      'select md5(coalesce(string_agg(md5(t::text), '''' order by md5(t::text)), '''')) as h from %I t', table_name
    ), false, true, '')))[1]::text as digest
    from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'session'`)
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]))
}
