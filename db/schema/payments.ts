import { date, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import { ofCase } from './cases.ts'
import { createdAt, id, instant, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'

/** A pagoPA notice: its debt position (IUPD) and the payment's two numbers (IUV, NAV). Without a case when the debt is only a payment. */
export const notice = pgTable(
  'notice',
  {
    municipalityId: municipalityId(),
    id: id(),
    caseId: uuid('case_id'),
    iupd: text('iupd').notNull(),
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
    unique('notice_iupd').on(t.municipalityId, t.iupd),
    unique('notice_nav').on(t.municipalityId, t.nav),
    index('notice_case').on(t.municipalityId, t.caseId),
    index('notice_state').on(t.municipalityId, t.state),
    index('notice_iuv').on(t.municipalityId, t.iuv),
    ofCase('notice_case_record', t),
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
