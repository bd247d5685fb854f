import { sql } from 'drizzle-orm'
import {
  boolean,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import { bytea, createdAt, id, instant, jsonb, municipalityId } from './columns.ts'
import { person } from './people.ts'

/** GLOBAL. The towns served: master data without personal data. */
export const municipality = pgTable('municipality', {
  id: uuid('id').primaryKey().defaultRandom(),
  /** ISTAT code, six digits. */
  code: text('code').notNull().unique(),
  name: text('name').notNull(),
  ipaCode: text('ipa_code').notNull().unique(),
  fiscalCode: text('fiscal_code').notNull(),
  province: text('province').notNull(),
  timeZone: text('time_zone').notNull().default('Europe/Rome'),
  logo: bytea('logo'),
  createdAt: createdAt(),
})

/** An office of a town; a confidential one (diets, social services) hides its tasks and files from the others. */
export const office = pgTable(
  'office',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    confidential: boolean('confidential').notNull().default(false),
  },
  t => [primaryKey({ columns: [t.municipalityId, t.id] }), unique('office_code').on(t.municipalityId, t.code)],
)

/** Who may do what in which town; without an office the role holds in the whole town. */
export const membership = pgTable(
  'membership',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    officeCode: text('office_code'),
    role: text('role', {
      enum: ['clerk', 'supervisor', 'accountant', 'analyst', 'auditor', 'administrator', 'operator'],
    }).notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('membership_once').on(t.municipalityId, t.personId, t.officeCode, t.role).nullsNotDistinct(),
    index('membership_person').on(t.personId),
    foreignKey({
      name: 'membership_office',
      columns: [t.municipalityId, t.officeCode],
      foreignColumns: [office.municipalityId, office.code],
    }),
  ],
)

/** Address and credentials of a platform for one town. `secrets` is sealed (db/keys.ts), `settings` is public (payee, IBAN, service id). */
export const platformSetting = pgTable(
  'platform_setting',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    platform: text('platform').notNull(),
    baseUrl: text('base_url').notNull(),
    secrets: bytea('secrets'),
    settings: jsonb('settings')
      .$type<JsonObject>()
      .notNull()
      .default(sql`'{}'::jsonb`),
    keyExpiresAt: instant('key_expires_at'),
    testedAt: instant('tested_at'),
    testResult: text('test_result'),
    updatedAt: instant('updated_at'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('platform_setting_once').on(t.municipalityId, t.platform),
  ],
)

/** A front office's bearer token: only its SHA-256 is kept. */
export const serviceToken = pgTable(
  'service_token',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    name: text('name').notNull(),
    hash: text('hash').notNull(),
    scopes: text('scopes').array().notNull(),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    lastUsedAt: instant('last_used_at'),
    createdBy: uuid('created_by'),
    createdAt: createdAt(),
  },
  t => [primaryKey({ columns: [t.municipalityId, t.id] }), unique('service_token_hash').on(t.municipalityId, t.hash)],
)

/** Data keys wrapped by the master key (db/keys.ts); exactly one a town is active, the others only open what they once sealed. */
export const dataKey = pgTable(
  'data_key',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    keyId: uuid('key_id').notNull().defaultRandom(),
    wrapped: bytea('wrapped').notNull(),
    active: boolean('active').notNull().default(true),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.keyId] }),
    uniqueIndex('data_key_active')
      .on(t.municipalityId)
      .where(sql`active`),
  ],
)

/** A town's decision table (fares): from draft to approved with the resolution that adopts it, valid for a span of dates. */
export const decisionTable = pgTable(
  'decision_table',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    key: text('key').notNull(),
    resolution: text('resolution').notNull(),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to'),
    status: text('status', { enum: ['draft', 'approved', 'withdrawn'] }).notNull(),
    dmn: text('dmn').notNull(),
    table: jsonb('table').$type<JsonObject>().notNull(),
    proposedBy: uuid('proposed_by'),
    proposedAt: instant('proposed_at'),
    approvedBy: uuid('approved_by'),
    approvedAt: instant('approved_at'),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    index('decision_table_valid').on(t.municipalityId, t.key, t.status, t.validFrom),
  ],
)
