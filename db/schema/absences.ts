import { sql } from 'drizzle-orm'
import { check, date, index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'
import { person } from './people.ts'

/** Days in which somebody is away from a town's work, and who stands in. Never deleted: who could do what on a day must stay known. */
export const absence = pgTable(
  'absence',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    substituteId: uuid('substitute_id')
      .notNull()
      .references(() => person.id),
    firstDay: date('first_day').notNull(),
    lastDay: date('last_day').notNull(),
    /** Who arranged it: the person or a supervisor. */
    setBy: uuid('set_by')
      .notNull()
      .references(() => person.id),
    createdAt: createdAt(),
    /** Taken back, or ended before its last day. */
    endedAt: instant('ended_at'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    index('absence_substitute').on(t.substituteId, t.lastDay),
    check('absence_days', sql`${t.firstDay} <= ${t.lastDay} and ${t.personId} <> ${t.substituteId}`),
  ],
)
