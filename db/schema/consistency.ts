import { index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import { id, instant, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'

/** What the reconciler looks for; `server/reconciler` says of each what it means and what it does about it. */
export const findingKinds = [
  'case-without-workflow',
  'workflow-without-case',
  'workflow-stopped',
  'closed-without-state',
  'projection-behind',
  'effect-stuck',
  'outbox-stuck',
  'receipt-untold',
  'act-lost',
] as const

export type FindingKind = (typeof findingKinds)[number]

/** GLOBAL. One round of the reconciler over the whole installation: asked for by a person, or by the clock. No case data. */
export const consistencyRun = pgTable(
  'consistency_run',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    askedAt: instant('asked_at').notNull(),
    /** Person of the staff; null for the clock. */
    askedBy: uuid('asked_by'),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
    cases: integer('cases').notNull().default(0),
    workflows: integer('workflows').notNull().default(0),
    found: integer('found').notNull().default(0),
    repaired: integer('repaired').notNull().default(0),
    /** Why it could not look everywhere, for the operator; its findings are then incomplete. */
    error: text('error'),
  },
  t => [index('consistency_run_asked').on(t.askedAt)],
)

/** Two of our own records that do not agree, or an effect that nobody has settled. Ids only, nothing personal. */
export const consistencyFinding = pgTable(
  'consistency_finding',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    kind: text('kind', { enum: findingKinds }).notNull(),
    /** What it is about: a case's, workflow's, effect's or message's id. Found again, it is the same row. */
    subject: text('subject').notNull(),
    /** Not a foreign key: a workflow without a case names one that is not there. */
    caseId: uuid('case_id'),
    detail: jsonb('detail').$type<JsonObject>().notNull(),
    /** `gone`: a later round no longer found it. */
    state: text('state', { enum: ['open', 'repaired', 'gone'] }).notNull(),
    /** Times in a row that it was repaired and came back. */
    repairs: integer('repairs').notNull().default(0),
    foundAt: instant('found_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    settledAt: instant('settled_at'),
    runId: uuid('run_id').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('consistency_finding_once').on(t.municipalityId, t.kind, t.subject),
    index('consistency_finding_state').on(t.state, t.seenAt, t.id),
  ],
)
