import { sql } from 'drizzle-orm'
import { boolean, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { ofCase } from './cases.ts'
import { cents, createdAt, id, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'

/** Part of a debt that belongs to another body, such as the province's TEFA on a TARI bill. */
export type ServiceShare = {
  payeeFiscalCode: string
  payeeName: string
  iban: string
  /** Taxonomy code of the other body's revenue. */
  category: string
  description: string
  /** Thousandths of the town's own part that come on top of it: 50 for TEFA. */
  permille: number
}

/** What people pay a town for, as data: the words on the notice, where the money goes, how late payers are treated. */
export const paymentService = pgTable(
  'payment_service',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    code: text('code').notNull(),
    name: text('name').notNull(),
    /** Office that answers for it; printed on the notice. */
    office: text('office'),
    /** pagoPA taxonomy. */
    category: text('category').notNull(),
    /** The town's account for this revenue; pagoPA's setting where null. */
    iban: text('iban'),
    postalIban: text('postal_iban'),
    /** Whose name the postal account is in, as the slip must print it. */
    postalHolder: text('postal_holder'),
    /** Two digits of the notice's number, where this service has its own; pagoPA's setting where null. */
    segregationCode: text('segregation_code'),
    shares: jsonb('shares').$type<ServiceShare[]>().notNull(),
    /** Taxes due on a Saturday move to the next working day too (DL 70/2011, art. 7). */
    isTax: boolean('is_tax').notNull(),
    /** Nobody can pay any more after the last due date. */
    expires: boolean('expires').notNull(),
    /** Days after the due date when the debtor is reminded; never where null. */
    remindAfterDays: integer('remind_after_days'),
    isActive: boolean('is_active').notNull().default(true),
    createdAt: createdAt(),
  },
  t => [primaryKey({ columns: [t.municipalityId, t.code] })],
)

/** One debt of one person at pagoPA (IUPD). Its `notice` rows are the ways to pay it: at once, or by instalments. */
export const debtPosition = pgTable(
  'debt_position',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    caseId: uuid('case_id'),
    iupd: text('iupd').notNull(),
    /** Code of the payment service; null for a procedure that brings its own words. */
    service: text('service'),
    description: text('description').notNull(),
    debtorName: text('debtor_name').notNull(),
    cents: cents('cents').notNull(),
    /** The position that this one was issued in place of. */
    replaces: uuid('replaces'),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('debt_position_iupd').on(t.municipalityId, t.iupd),
    index('debt_position_case').on(t.municipalityId, t.caseId),
    index('debt_position_debtor').using('gin', sql`lower(debtor_name) gin_trgm_ops`),
    ofCase('debt_position_case_record', t),
    foreignKey({
      name: 'debt_position_service',
      columns: [t.municipalityId, t.service],
      foreignColumns: [paymentService.municipalityId, paymentService.code],
    }),
    foreignKey({
      name: 'debt_position_replaces',
      columns: [t.municipalityId, t.replaces],
      foreignColumns: [t.municipalityId, t.id],
    }),
  ],
)
