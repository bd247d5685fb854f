import { foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { ofCase } from './cases.ts'
import { createdAt, instant, jsonb, municipalityId } from './columns.ts'
import type { AuditActor } from './journals.ts'
import { municipality } from './municipalities.ts'

/** What a mass retry is about: the cause that its failures have in common. */
export interface RestartCause {
  platform: string | null
  kind: string
  code: string
  message: string
}

/** A mass retry, one row in each town that it touches, all with the same id. The list of its cases is fixed when it is asked for. */
export const restart = pgTable(
  'restart',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: uuid('id').notNull(),
    cause: jsonb('cause').$type<RestartCause>().notNull(),
    reason: text('reason').notNull(),
    actor: jsonb('actor').$type<AuditActor>().notNull(),
    state: text('state', { enum: ['running', 'done', 'stopped'] }).notNull(),
    /** This town's share of the pace. */
    perSecond: integer('per_second').notNull(),
    /** Failures of the cause that a person must look at first. */
    leftOut: integer('left_out').notNull(),
    createdAt: createdAt(),
    /** When the next cases are due: kept here, so that any number of servers keep one pace. */
    nextAt: instant('next_at').notNull(),
    endedAt: instant('ended_at'),
    stoppedBy: uuid('stopped_by'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    index('restart_due').on(t.municipalityId, t.state, t.nextAt),
    index('restart_created').on(t.createdAt, t.id),
  ],
)

/** A failure that is to be retried, with the request that asks for it. */
export const restartItem = pgTable(
  'restart_item',
  {
    municipalityId: municipalityId(),
    restartId: uuid('restart_id').notNull(),
    caseId: uuid('case_id').notNull(),
    incidentId: text('incident_id').notNull(),
    work: text('work').notNull(),
    requestId: uuid('request_id').notNull().defaultRandom(),
    state: text('state', { enum: ['waiting', 'asked', 'skipped', 'stopped'] }).notNull(),
    askedAt: instant('asked_at'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.restartId, t.caseId, t.incidentId] }),
    index('restart_item_state').on(t.municipalityId, t.restartId, t.state),
    foreignKey({
      name: 'restart_item_restart',
      columns: [t.municipalityId, t.restartId],
      foreignColumns: [restart.municipalityId, restart.id],
    }),
    ofCase('restart_item_case_record', t),
  ],
)
