import { sql } from 'drizzle-orm'
import { boolean, index, json, pgTable, text, timestamp, uuid, varchar } from 'drizzle-orm/pg-core'
import { createdAt, instant, jsonb } from './columns.ts'

/** GLOBAL. Staff, known by the sign-in provider's subject; what they may do is in `membership`. */
export const person = pgTable('person', {
  id: uuid('id').primaryKey().defaultRandom(),
  subject: text('subject').notNull().unique(),
  name: text('name').notNull(),
  email: text('email'),
  active: boolean('active').notNull().default(true),
  /** How they like their console; ids and names of columns, nothing about others. */
  preferences: jsonb('preferences')
    .$type<Record<string, unknown>>()
    .notNull()
    .default(sql`'{}'`),
  lastSeenAt: instant('last_seen_at'),
  createdAt: createdAt(),
})

/** GLOBAL. Server-side sessions in the shape connect-pg-simple wants, plus whose they are, so that they can be listed and ended. */
export const session = pgTable(
  'session',
  {
    sid: varchar('sid').primaryKey(),
    sess: json('sess').notNull(),
    expire: timestamp('expire', { precision: 6 }).notNull(),
    personId: uuid('person_id').references(() => person.id),
  },
  t => [index('session_expire').on(t.expire), index('session_person').on(t.personId)],
)

/** GLOBAL. SPID and CIE identity providers with the certificates their responses are verified against. */
export const identityProvider = pgTable(
  'identity_provider',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    entityId: text('entity_id').notNull(),
    name: text('name').notNull(),
    method: text('method', { enum: ['SPID', 'CIE'] })
      .notNull()
      .default('SPID'),
    certificate: text('certificate').notNull(),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to').notNull(),
  },
  t => [index('identity_provider_entity').on(t.entityId)],
)
