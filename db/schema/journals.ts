import { sql } from 'drizzle-orm'
import { bigint, bigserial, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Json, JsonObject } from '../../engine/json.ts'
import { ofCase } from './cases.ts'
import { createdAt, instant, jsonb, municipalityId, xid8 } from './columns.ts'
import { municipality } from './municipalities.ts'

/** What must reach Temporal, written in the transaction that decided it; the relay delivers it at least once. */
export const outbox = pgTable(
  'outbox',
  {
    municipalityId: municipalityId(),
    id: bigserial('id', { mode: 'number' }).notNull(),
    /** `chore` and `flow` are about no case: work for a town, and news of a payment report. */
    kind: text('kind', { enum: ['start', 'update', 'signal', 'advance-time', 'chore', 'flow'] }).notNull(),
    caseId: uuid('case_id'),
    payload: jsonb('payload').$type<JsonObject>().notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    createdAt: createdAt(),
    deliveredAt: instant('delivered_at'),
    tries: integer('tries').notNull().default(0),
    nextAt: instant('next_at')
      .notNull()
      .default(sql`now()`),
    lastError: text('last_error'),
    /** What the workflow answered: the accepted revision, or the refusal. */
    answer: jsonb('answer').$type<Json>(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('outbox_idempotency').on(t.municipalityId, t.idempotencyKey),
    // A person's act goes before the starts of a mass import.
    index('outbox_due')
      .on(sql`(kind = 'start')`, t.id)
      .where(sql`delivered_at is null`),
    index('outbox_case').on(t.municipalityId, t.caseId, t.id),
    ofCase('outbox_case_record', t),
  ],
)

/** Who did what: append-only, each entry chained to the one before it. Written only by `appendAudit`. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    /** From 1, without gaps in a town. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: instant('at').notNull(),
    actor: jsonb('actor').$type<AuditActor>().notNull(),
    action: text('action').notNull(),
    object: jsonb('object').$type<AuditObject>().notNull(),
    reason: text('reason'),
    requestId: text('request_id'),
    outcome: text('outcome').notNull(),
    detail: jsonb('detail').$type<JsonObject>().notNull(),
    prev: text('prev').notNull(),
    hash: text('hash').notNull(),
    // Drawn out of the JSON for the indexes: `->>` is not leakproof, so under row-level security an index over it never serves.
    actorId: text('actor_id').generatedAlwaysAs(sql`actor ->> 'id'`),
    objectId: text('object_id').generatedAlwaysAs(sql`object ->> 'id'`),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.seq] }),
    index('audit_entry_at').on(t.municipalityId, t.at, t.seq),
    index('audit_entry_of_object').on(t.municipalityId, t.objectId, t.at, t.seq),
    index('audit_entry_of_actor').on(t.municipalityId, t.actorId, t.at, t.seq),
    index('audit_entry_of_action').on(t.municipalityId, t.action, t.at, t.seq),
  ],
)

/** The last link of each town's chain; its row lock keeps numbers without gaps. */
export const auditHead = pgTable('audit_head', {
  municipalityId: municipalityId()
    .primaryKey()
    .references(() => municipality.id),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
})

/** Opaque: ids only, never a name. */
export interface AuditActor {
  kind: 'staff' | 'citizen' | 'service' | 'platform' | 'system'
  id: string
  role?: string
  session?: string
  onBehalfOf?: string
}

export interface AuditObject {
  type: string
  id: string
}

/**
 * Something changed and is worth reading again: ids only. Read by a cursor (transaction id, id) that stays below the oldest running
 * transaction, so that what commits late is never skipped.
 */
export const change = pgTable(
  'change',
  {
    municipalityId: municipalityId(),
    id: bigserial('id', { mode: 'number' }).notNull(),
    txid: xid8('txid')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    resource: text('resource').notNull(),
    resourceId: text('resource_id').notNull(),
    version: integer('version'),
    at: instant('at')
      .notNull()
      .default(sql`now()`),
  },
  t => [primaryKey({ columns: [t.municipalityId, t.id] }), index('change_cursor').on(t.txid, t.id)],
)
