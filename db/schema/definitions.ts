import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import { instant, jsonb } from './columns.ts'

/** GLOBAL. A published procedure: immutable; a case is pinned to the plan it started with. */
export const definition = pgTable(
  'definition',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    procedure: text('procedure').notNull(),
    version: integer('version').notNull(),
    /** SHA-256 of the plan's canonical JSON, hex. */
    planHash: text('plan_hash').notNull(),
    plan: jsonb('plan').$type<JsonObject>().notNull(),
    bpmn: text('bpmn').notNull(),
    forms: jsonb('forms').$type<JsonObject[]>().notNull(),
    manifest: jsonb('manifest').$type<JsonObject>().notNull(),
    requestSchema: jsonb('request_schema').$type<JsonObject>().notNull(),
    publishedAt: instant('published_at').notNull(),
  },
  t => [
    unique('definition_version').on(t.procedure, t.version),
    unique('definition_plan').on(t.procedure, t.planHash),
    index('definition_hash').on(t.planHash),
  ],
)
