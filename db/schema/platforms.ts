import { bigint, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Json } from '../../engine/json.ts'
import { caseRecord } from './cases.ts'
import { createdAt, id, instant, jsonb, municipalityId } from './columns.ts'

/** GLOBAL. How a platform was doing when last tried; with a town when only that town's key or endpoint is concerned. */
export const platformHealth = pgTable(
  'platform_health',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    platform: text('platform').notNull(),
    municipalityId: uuid('municipality_id'),
    state: text('state', { enum: ['up', 'down', 'slow', 'misconfigured'] }).notNull(),
    since: instant('since').notNull(),
    lastError: text('last_error'),
    probeAt: instant('probe_at'),
    updatedAt: instant('updated_at'),
  },
  t => [unique('platform_health_once').on(t.platform, t.municipalityId).nullsNotDistinct()],
)

/**
 * The effect ledger: what was intended outside, and what came of it. The key is never a run id, so a reset or a second copy of an activity
 * meets the same row. `generation` counts who held the lease: a copy that lost it can no longer void the intent.
 */
export const effect = pgTable(
  'effect',
  {
    municipalityId: municipalityId(),
    id: id(),
    key: text('key').notNull(),
    caseId: uuid('case_id'),
    work: text('work'),
    attempt: integer('attempt').notNull().default(1),
    operation: text('operation').notNull(),
    platform: text('platform').notNull(),
    status: text('status', { enum: ['intent', 'done', 'refused', 'to-verify', 'void'] }).notNull(),
    generation: integer('generation').notNull().default(1),
    leaseUntil: instant('lease_until').notNull(),
    requestDigest: text('request_digest').notNull(),
    outcome: jsonb('outcome').$type<Json>(),
    createdAt: createdAt(),
    settledAt: instant('settled_at'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('effect_key').on(t.municipalityId, t.key),
    index('effect_case').on(t.municipalityId, t.caseId),
    index('effect_open').on(t.status, t.leaseUntil),
    foreignKey({
      name: 'effect_case_record',
      columns: [t.municipalityId, t.caseId],
      foreignColumns: [caseRecord.municipalityId, caseRecord.id],
    }),
  ],
)

/** Numbers a platform wants increasing per client (ANPR's idOperazioneClient). */
export const platformCounter = pgTable(
  'platform_counter',
  {
    municipalityId: municipalityId(),
    platform: text('platform').notNull(),
    last: bigint('last', { mode: 'number' }).notNull(),
  },
  t => [primaryKey({ columns: [t.municipalityId, t.platform] })],
)
