import { sql } from 'drizzle-orm'
import { bigint, bigserial, date, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant, municipalityId, xid8 } from './columns.ts'
import { municipality } from './municipalities.ts'

/**
 * A payment and its three dots: paid (receipt), reported (FdR), reconciled (treasury). Derived from notices, receipts, reports and entries in sets,
 * never written by hand. The IUV is a payment's name within its creditor.
 */
export const payment = pgTable(
  'payment',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    iuv: text('iuv').notNull(),
    nav: text('nav'),
    noticeId: uuid('notice_id'),
    caseId: uuid('case_id'),
    service: text('service'),
    description: text('description'),
    debtorName: text('debtor_name'),
    cents: bigint('cents', { mode: 'number' }).notNull(),
    dueOn: date('due_on'),
    paid: text('paid', { enum: ['no', 'paid', 'no-receipt', 'revoked'] }).notNull(),
    paidAt: instant('paid_at'),
    receiptId: text('receipt_id'),
    /** Further receipts for the same debt. */
    duplicates: integer('duplicates').notNull().default(0),
    /** `not-due`: stamp duty, or another body's transfer only. */
    reported: text('reported', { enum: ['no', 'reported', 'anomalous', 'not-due'] }).notNull(),
    reportedOn: date('reported_on'),
    flowId: uuid('flow_id'),
    reconciled: text('reconciled', { enum: ['no', 'partial', 'difference', 'reconciled', 'not-due'] }).notNull(),
    reconciledOn: date('reconciled_on'),
    entryId: uuid('entry_id'),
    /** What the accounting office looks for; `nothing` once all three dots are on, or none is due. */
    missing: text('missing', {
      enum: ['payment', 'receipt', 'report', 'credit', 'difference', 'nothing'],
    }).notNull(),
    /** The class under the name accountants know. */
    code: text('code'),
    changedAt: instant('changed_at').notNull(),
    /** Place in the feed of the towns' other programs: (transaction, number), read below the oldest running transaction. */
    changeTxid: xid8('change_txid')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    change: bigserial('change', { mode: 'number' }).notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('payment_iuv').on(t.municipalityId, t.iuv),
    index('payment_missing').on(t.municipalityId, t.missing, t.paidAt, t.id),
    index('payment_by_service').on(t.municipalityId, t.service, t.paidAt, t.id),
    index('payment_by_flow').on(t.municipalityId, t.flowId),
    index('payment_by_case').on(t.municipalityId, t.caseId),
    index('payment_change').on(t.municipalityId, t.changeTxid, t.change),
  ],
)
