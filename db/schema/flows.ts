import { bigint, date, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import { cents, createdAt, id, instant, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'

/** A payment report of a provider (FdR): which payments one bank transfer covers. A later revision replaces an earlier one, both are kept. */
export const paymentFlow = pgTable(
  'payment_flow',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    fileId: uuid('file_id').notNull(),
    /** idFlusso: not unique across creditors, nor across providers. */
    flowId: text('flow_id').notNull(),
    /** The id as it is compared: banks change case. */
    flowKey: text('flow_key').notNull(),
    psp: text('psp').notNull(),
    pspName: text('psp_name').notNull(),
    /** Where the form carries none, the seconds of its date stand for it: later is newer either way. */
    revision: bigint('revision', { mode: 'number' }).notNull(),
    flowAt: instant('flow_at').notNull(),
    /** TRN of the bank transfer. */
    regulationId: text('regulation_id').notNull(),
    regulationOn: date('regulation_on').notNull(),
    totalCount: integer('total_count').notNull(),
    totalCents: cents('total_cents').notNull(),
    /** Rows that belong to another technology partner of the town. */
    foreignCount: integer('foreign_count').notNull().default(0),
    foreignCents: cents('foreign_cents').notNull().default(0),
    /** `anomalous`: header and rows disagree; it waits for a revision. */
    state: text('state', { enum: ['current', 'replaced', 'anomalous'] }).notNull(),
    anomalies: jsonb('anomalies').$type<JsonObject[]>().notNull(),
    /** Sum of the entries that name it, reversals off. */
    creditedCents: cents('credited_cents').notNull().default(0),
    status: text('status', {
      enum: ['waiting', 'partial', 'reconciled', 'difference', 'nothing-due', 'other-partner', 'ambiguous'],
    }).notNull(),
    reconciledOn: date('reconciled_on'),
    /** How often pagoPA was asked for receipts that the report shows to exist, and when it will be asked again. */
    receiptTries: integer('receipt_tries').notNull().default(0),
    receiptNextAt: instant('receipt_next_at'),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('payment_flow_revision').on(t.municipalityId, t.psp, t.flowId, t.revision),
    index('payment_flow_name').on(t.municipalityId, t.flowKey),
    index('payment_flow_status').on(t.municipalityId, t.status, t.regulationOn, t.id),
    index('payment_flow_date').on(t.municipalityId, t.regulationOn, t.id),
    index('payment_flow_trn').on(t.municipalityId, t.regulationId),
  ],
)

export const paymentFlowRow = pgTable(
  'payment_flow_row',
  {
    municipalityId: municipalityId(),
    // Stored behind its flow in the same transaction, and no flow is ever removed: asking anew for each of 80,000 rows costs as much as storing it.
    flowId: uuid('flow_id').notNull(),
    /** Place in the report, from 1. */
    position: integer('position').notNull(),
    iuv: text('iuv').notNull(),
    /** The provider's reference of the collection (IUR): mostly the receipt's id, not always. */
    iur: text('iur').notNull(),
    /** Which transfer of the payment, 1 to 5. */
    transfer: integer('transfer').notNull(),
    cents: cents('cents').notNull(),
    /** 0 executed, 3 revoked, 4 stand-in, 8 stand-in without request, 9 paid without receipt. */
    outcome: integer('outcome').notNull(),
    outcomeOn: date('outcome_on').notNull(),
    ownership: text('ownership', { enum: ['own', 'other-partner'] }).notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.flowId, t.position] }),
    index('payment_flow_row_iuv').on(t.municipalityId, t.iuv),
  ],
)

/** How far the fetching of a town's payment reports has come. */
export const reportFetch = pgTable('report_fetch', {
  municipalityId: municipalityId()
    .primaryKey()
    .references(() => municipality.id),
  /** Reports published later are new; null before the first one. */
  publishedAfter: instant('published_after'),
  /** When pagoPA last answered, and when it last had a report that was not known. */
  fetchedAt: instant('fetched_at'),
  seenAt: instant('seen_at'),
  /** What went wrong since, for the operator. */
  error: text('error'),
})

export const alarmKinds = [
  'report-missing',
  'credit-missing',
  'receipts-missing',
  'reports-unseen',
  'reports-unfetched',
] as const

/** Something about payments that is later than it should be. Raised once, settled when it came after all. */
export const paymentAlarm = pgTable(
  'payment_alarm',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    kind: text('kind', { enum: alarmKinds }).notNull(),
    /** The flow, as it is compared; empty for what is about the whole town. */
    subject: text('subject').notNull(),
    /** Since when it is waited for. */
    since: instant('since').notNull(),
    raisedAt: instant('raised_at').notNull(),
    settledAt: instant('settled_at'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('payment_alarm_once').on(t.municipalityId, t.kind, t.subject),
  ],
)
