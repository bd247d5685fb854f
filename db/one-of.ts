import { eq, inArray } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

/** `column = value` for one value, `in` for several, no condition for none given. One value lets an index that begins with it keep its order. */
export function oneOf(column: PgColumn, values: readonly string[] | undefined): SQL | undefined {
  if (values === undefined) return undefined
  return values.length === 1 ? eq(column, values[0]) : inArray(column, [...values])
}
