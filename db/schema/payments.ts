import { date, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import { ofCase } from './cases.ts'
import { cents, createdAt, id, instant, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'
import { debtPosition } from './positions.ts'

/**
 * A pagoPA notice: one way to pay a debt position (IUPD), with the payment's two numbers (IUV, NAV). Paying at once calls the instalments off, and
 * the reverse. Without a case when the debt is only a payment, without a position row when it was made outside.
 */
export const notice = pgTable(
  'notice',
  {
    municipalityId: municipalityId(),
    id: id(),
    caseId: uuid('case_id'),
    positionId: uuid('position_id'),
    iupd: text('iupd').notNull(),
    kind: text('kind', { enum: ['single', 'instalment'] })
      .notNull()
      .default('single'),
    /** Which instalment, from 1; 0 for the single payment. */
    number: integer('number').notNull().default(0),
    iuv: text('iuv').notNull(),
    nav: text('nav').notNull(),
    cents: integer('cents').notNull(),
    dueDate: date('due_date').notNull(),
    state: text('state', { enum: ['created', 'published', 'paid', 'invalid', 'expired'] }).notNull(),
    position: jsonb('position').$type<JsonObject>().notNull(),
    documentId: uuid('document_id'),
    paidAt: instant('paid_at'),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('notice_iupd').on(t.municipalityId, t.iupd, t.number),
    unique('notice_nav').on(t.municipalityId, t.nav),
    index('notice_case').on(t.municipalityId, t.caseId),
    index('notice_state').on(t.municipalityId, t.state),
    index('notice_iuv').on(t.municipalityId, t.iuv),
    ofCase('notice_case_record', t),
    foreignKey({
      name: 'notice_position',
      columns: [t.municipalityId, t.positionId],
      foreignColumns: [debtPosition.municipalityId, debtPosition.id],
    }),
  ],
)

/** Who gets what of a notice's amount: one to five transfers that make it to the cent. */
export const paymentTransfer = pgTable(
  'payment_transfer',
  {
    municipalityId: municipalityId(),
    noticeId: uuid('notice_id').notNull(),
    number: integer('number').notNull(),
    payeeFiscalCode: text('payee_fiscal_code').notNull(),
    payeeName: text('payee_name').notNull(),
    cents: cents('cents').notNull(),
    iban: text('iban').notNull(),
    postalIban: text('postal_iban'),
    category: text('category').notNull(),
    description: text('description').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.noticeId, t.number] }),
    foreignKey({
      name: 'payment_transfer_notice',
      columns: [t.municipalityId, t.noticeId],
      foreignColumns: [notice.municipalityId, notice.id],
    }).onDelete('cascade'),
  ],
)

/** A payment receipt (RT): it comes by push and by poll, and is one row; without a case until it is matched. */
export const receipt = pgTable(
  'receipt',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    receiptId: text('receipt_id').notNull(),
    nav: text('nav').notNull(),
    iuv: text('iuv').notNull(),
    cents: integer('cents').notNull(),
    paidAt: instant('paid_at').notNull(),
    caseId: uuid('case_id'),
    source: text('source', { enum: ['push', 'poll'] }).notNull(),
    payload: jsonb('payload').$type<JsonObject>().notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('receipt_once').on(t.municipalityId, t.receiptId),
    index('receipt_case').on(t.municipalityId, t.caseId),
    index('receipt_nav').on(t.municipalityId, t.nav),
    index('receipt_iuv').on(t.municipalityId, t.iuv),
    ofCase('receipt_case_record', t),
  ],
)

/** What was told to the citizen, by which channel, and what became of it. */
export const messageOut = pgTable(
  'message_out',
  {
    municipalityId: municipalityId(),
    id: id(),
    caseId: uuid('case_id').notNull(),
    channel: text('channel', { enum: ['io', 'email', 'paper'] }).notNull(),
    template: text('template').notNull(),
    subject: text('subject').notNull(),
    state: text('state').notNull(),
    externalId: text('external_id'),
    /** The step that sent it. */
    naturalKey: text('natural_key'),
    sentAt: instant('sent_at'),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('message_out_natural_key').on(t.municipalityId, t.naturalKey),
    index('message_out_case').on(t.municipalityId, t.caseId),
    ofCase('message_out_case_record', t),
  ],
)
