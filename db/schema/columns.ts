import { sql } from 'drizzle-orm'
import { bigint, customType, uuid } from 'drizzle-orm/pg-core'
import type { Instant } from '../../engine/json.ts'

/** `timestamptz` read and written as ISO 8601 in UTC with milliseconds, like every instant of the house. */
export const instant = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: value => new Date(value).toISOString(),
  toDriver: value => value,
})

/** `bytea` as a Node Buffer. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** `jsonb`. Drizzle's own parses a JSON string a second time when it looks like JSON: the text "12" would come back as a number. */
export const jsonb = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: value => JSON.stringify(value),
  fromDriver: value => value,
})

/** A full transaction id (64 bits, never wraps), as decimal text: it does not fit a JavaScript number. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })

/** Half of every tenant table's key; row-level security compares it with the transaction's tenants. */
export const municipalityId = () => uuid('municipality_id').notNull()

/** The other half: random, so that a key tells nothing and cannot be guessed. */
export const id = () => uuid('id').notNull().defaultRandom()

/** When the row was written. */
export const createdAt = () =>
  instant('created_at')
    .notNull()
    .default(sql`now()`)

/** Euro cents; flows and entries may pass what 32 bits hold. */
export const cents = (name: string) => bigint(name, { mode: 'number' })
