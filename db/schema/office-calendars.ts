import { integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { instant, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'

/** A day on which the offices are closed: of every year (`09-21`) or of one (`2026-12-24`). */
export interface Closure {
  day: string
  name: string
}

/** How a town's offices count working days, apart from the law's holidays; without a row the ordinary week applies. */
export const officeCalendar = pgTable(
  'office_calendar',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    /** ISO weekdays, 1 Monday to 7 Sunday. */
    workingDays: integer('working_days').array().notNull(),
    closures: jsonb('closures').$type<Closure[]>().notNull(),
    patron: jsonb('patron').$type<Closure | null>(),
    revision: integer('revision').notNull(),
    changedBy: uuid('changed_by'),
    changedAt: instant('changed_at').notNull(),
  },
  t => [primaryKey({ columns: [t.municipalityId] })],
)
