import { bigint, date, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import { bytea, createdAt, id, instant, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'

/** Euro cents; flows and entries may pass what 32 bits hold. */
const cents = (name: string) => bigint(name, { mode: 'number' })

/** A payment report (FdR) or a cash journal (giornale di cassa), fetched or uploaded: taken whole or refused whole. */
export const paymentFile = pgTable(
  'payment_file',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    kind: text('kind', { enum: ['report', 'journal'] }).notNull(),
    name: text('name').notNull(),
    sha256: text('sha256').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    source: text('source', { enum: ['upload', 'fetch'] }).notNull(),
    state: text('state', { enum: ['received', 'reading', 'taken', 'refused'] }).notNull(),
    /** Format and version that the content turned out to have, such as `opi-1.7.1`. */
    format: text('format'),
    rowsRead: integer('rows_read').notNull().default(0),
    /** Why it was refused: page, line and remedy. */
    problem: jsonb('problem').$type<JsonObject>(),
    /** The import report as it stood when the file was taken; never changed afterwards. */
    report: jsonb('report').$type<JsonObject>(),
    /** The day that a journal is about. */
    referenceOn: date('reference_on'),
    createdBy: uuid('created_by'),
    createdAt: createdAt(),
    endedAt: instant('ended_at'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('payment_file_sha256').on(t.municipalityId, t.sha256),
    index('payment_file_created').on(t.municipalityId, t.kind, t.createdAt, t.id),
  ],
)

/** The file's own bytes, in pieces, so that nobody ever holds it whole. Evidence: kept as it came. */
export const paymentFileChunk = pgTable(
  'payment_file_chunk',
  {
    municipalityId: municipalityId(),
    fileId: uuid('file_id').notNull(),
    number: integer('number').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.fileId, t.number] }),
    foreignKey({
      name: 'payment_file_chunk_file',
      columns: [t.municipalityId, t.fileId],
      foreignColumns: [paymentFile.municipalityId, paymentFile.id],
    }).onDelete('cascade'),
  ],
)

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
    foreignKey({
      name: 'payment_flow_row_flow',
      columns: [t.municipalityId, t.flowId],
      foreignColumns: [paymentFlow.municipalityId, paymentFlow.id],
    }),
  ],
)

/** One money entry of the treasury (provvisorio di entrata): what its movements in all journals add up to. */
export const treasuryEntry = pgTable(
  'treasury_entry',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    /** Code of the treasury bank: numbers restart with another one. */
    bank: text('bank').notNull(),
    /** Accounting year: numbers restart every year. */
    exercise: integer('exercise').notNull(),
    number: text('number').notNull(),
    cents: cents('cents').notNull(),
    reversedCents: cents('reversed_cents').notNull().default(0),
    regularisedCents: cents('regularised_cents').notNull().default(0),
    movedOn: date('moved_on').notNull(),
    valueOn: date('value_on'),
    cause: text('cause').notNull(),
    customer: text('customer'),
    endToEndId: text('end_to_end_id'),
    account: text('account'),
    class: text('class', {
      enum: ['reconciled', 'other-partner', 'unreported', 'error', 'not-pagopa', 'reversed'],
    }).notNull(),
    /** The name accountants know: RT_IUF_TES, IUF_TES_DIV_IMP, ... */
    code: text('code').notNull(),
    /** The rule that decided, and why in words for a person. */
    rule: text('rule').notNull(),
    reasons: jsonb('reasons').$type<JsonObject[]>().notNull(),
    /** Credited minus reported, signed; null where nothing is compared. */
    differenceCents: cents('difference_cents'),
    updatedAt: instant('updated_at').notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('treasury_entry_number').on(t.municipalityId, t.bank, t.exercise, t.number),
    index('treasury_entry_class').on(t.municipalityId, t.class, t.movedOn, t.id),
    index('treasury_entry_date').on(t.municipalityId, t.movedOn, t.id),
  ],
)

/** What an entry's text names: a flow, a single payment, or something that was meant to be one and cannot be read. */
export const entryReference = pgTable(
  'entry_reference',
  {
    municipalityId: municipalityId(),
    entryId: uuid('entry_id').notNull(),
    kind: text('kind', { enum: ['flow', 'iuv', 'broken'] }).notNull(),
    /** As it is compared: upper case, blanks out. */
    value: text('value').notNull(),
    written: text('written').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.entryId, t.kind, t.value] }),
    index('entry_reference_value').on(t.municipalityId, t.kind, t.value),
    foreignKey({
      name: 'entry_reference_entry',
      columns: [t.municipalityId, t.entryId],
      foreignColumns: [treasuryEntry.municipalityId, treasuryEntry.id],
    }),
  ],
)

/** What a person decided about an entry, with its reason; taken back by a second act, never deleted. */
export const entryAssignment = pgTable(
  'entry_assignment',
  {
    municipalityId: municipalityId(),
    id: id(),
    entryId: uuid('entry_id').notNull(),
    target: text('target', { enum: ['flow', 'payment', 'not-pagopa', 'other-partner'] }).notNull(),
    flowId: text('flow_id'),
    psp: text('psp'),
    iuv: text('iuv'),
    reason: text('reason').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: createdAt(),
    revokedBy: uuid('revoked_by'),
    revokedAt: instant('revoked_at'),
    revokeReason: text('revoke_reason'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    index('entry_assignment_entry').on(t.municipalityId, t.entryId),
    index('entry_assignment_flow').on(t.municipalityId, t.flowId),
    foreignKey({
      name: 'entry_assignment_entry',
      columns: [t.municipalityId, t.entryId],
      foreignColumns: [treasuryEntry.municipalityId, treasuryEntry.id],
    }),
  ],
)

/** A movement as a journal lists it, with its place in the file. Every movement counts in exactly one class of the import report. */
export const journalMovement = pgTable(
  'journal_movement',
  {
    municipalityId: municipalityId(),
    fileId: uuid('file_id').notNull(),
    /** Place over all pages of the file, from 1. */
    position: integer('position').notNull(),
    page: integer('page').notNull(),
    line: integer('line').notNull(),
    bank: text('bank').notNull(),
    exercise: integer('exercise').notNull(),
    account: text('account').notNull(),
    type: text('type').notNull(),
    documentType: text('document_type').notNull(),
    operation: text('operation').notNull(),
    documentNumber: text('document_number'),
    billNumber: text('bill_number'),
    /** Of the entry that this one takes back. */
    reversedBillNumber: text('reversed_bill_number'),
    cents: cents('cents').notNull(),
    movedOn: date('moved_on').notNull(),
    valueOn: date('value_on'),
    execution: text('execution').notNull(),
    endToEndId: text('end_to_end_id'),
    customer: text('customer'),
    cause: text('cause').notNull(),
    /** The same movement, already known from an earlier journal: counted, not applied again. */
    repeated: integer('repeated').notNull().default(0),
    /** The money entry that it makes or takes back; null for everything else. */
    entryId: uuid('entry_id'),
    /** Tells equal movements of overlapping journals: digest of what identifies it. */
    identity: text('identity').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.fileId, t.position] }),
    index('journal_movement_entry').on(t.municipalityId, t.entryId),
    index('journal_movement_identity').on(t.municipalityId, t.identity),
    foreignKey({
      name: 'journal_movement_file',
      columns: [t.municipalityId, t.fileId],
      foreignColumns: [paymentFile.municipalityId, paymentFile.id],
    }),
  ],
)

/** What a movement regularises (REGOLARIZZATO), or opens again (RIPRISTINATO, negative), of an entry that may not have come yet. */
export const regularisationPart = pgTable(
  'regularisation_part',
  {
    municipalityId: municipalityId(),
    fileId: uuid('file_id').notNull(),
    /** Of the movement in its file. */
    position: integer('position').notNull(),
    bank: text('bank').notNull(),
    exercise: integer('exercise').notNull(),
    number: text('number').notNull(),
    cents: cents('cents').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.fileId, t.position, t.number] }),
    index('regularisation_part_entry').on(t.municipalityId, t.bank, t.exercise, t.number),
    foreignKey({
      name: 'regularisation_part_movement',
      columns: [t.municipalityId, t.fileId, t.position],
      foreignColumns: [journalMovement.municipalityId, journalMovement.fileId, journalMovement.position],
    }),
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
