import { integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { instant, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'

/** Where the money of a service is booked. */
export interface AccountingRow {
  service: string
  /** Of the debt's due date; null for every year that has no row of its own. */
  year: number | null
  chapter: string
  /** Number of the assessment that the revenue was entered under. */
  accertamento: string | null
  /** As a decimal, `22` or `4.5`; null where no VAT is in the price. */
  vatPercent: string | null
}

/** A town's accounting map: it goes before what its payment services say. */
export const accountingMap = pgTable(
  'accounting_map',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    rows: jsonb('rows').$type<AccountingRow[]>().notNull(),
    revision: integer('revision').notNull(),
    changedBy: uuid('changed_by').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  t => [primaryKey({ columns: [t.municipalityId] })],
)
