import { sql } from 'drizzle-orm'
import { bigserial, date, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { cents, instant, municipalityId, xid8 } from './columns.ts'

/**
 * A payment and its three dots: paid (receipt), reported (FdR), reconciled (treasury). Derived from notices, receipts, reports and entries in sets,
 * never written by hand. The IUV is a payment's name within its creditor.
 */
export const payment = pgTable(
  'payment',
  {
    // Derived from rows that refer to the town: 80,000 of a report need not ask again whether it is there.
    municipalityId: municipalityId(),
    /** In the order in which they come to be: a report's payments then fill the indexes from one end. It tells no more than `paidAt`. */
    id: uuid('id')
      .notNull()
      .default(sql`uuidv7()`),
    iuv: text('iuv').notNull(),
    nav: text('nav'),
    noticeId: uuid('notice_id'),
    caseId: uuid('case_id'),
    service: text('service'),
    description: text('description'),
    debtorName: text('debtor_name'),
    /** What the citizen owes. */
    cents: cents('cents').notNull(),
    /** What of it is the town's: as it was reported, else by the transfers. */
    ownCents: cents('own_cents').notNull().default(0),
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
    // Lists walk one town and class in the order asked for; what has no date yet comes last. Classes are summed up without reading their rows.
    index('payment_missing').on(
      t.municipalityId,
      t.missing,
      sql`(case when paid_at is null then 'infinity'::timestamptz else paid_at end)`,
      t.id,
      t.ownCents,
    ),
    index('payment_missing_due').on(
      t.municipalityId,
      t.missing,
      sql`(case when due_on is null then 'infinity'::date else due_on end)`,
      t.id,
    ),
    // Of payments that are not known by their notice there is neither.
    index('payment_by_service')
      .on(
        t.municipalityId,
        t.service,
        t.missing,
        sql`(case when paid_at is null then 'infinity'::timestamptz else paid_at end)`,
        t.id,
        t.ownCents,
      )
      .where(sql`service is not null`),
    // Debts with several receipts are few: a walk to them would pass all others.
    index('payment_duplicates')
      .on(t.municipalityId, t.missing, t.id)
      .where(sql`duplicates > 0`),
    index('payment_by_flow').on(t.municipalityId, t.flowId),
    index('payment_by_case')
      .on(t.municipalityId, t.caseId)
      .where(sql`case_id is not null`),
    index('payment_change').on(t.municipalityId, t.changeTxid, t.change),
  ],
)
