import { sql } from 'drizzle-orm'
import {
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import { cents, createdAt, id, instant, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'
import { paymentFile } from './payment-files.ts'

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
    /** What no collection order has closed yet. A column, for an index over it: a subtraction is not leakproof. */
    openCents: cents('open_cents')
      .notNull()
      .generatedAlwaysAs(sql`greatest(cents - reversed_cents - regularised_cents, 0)`),
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
    index('treasury_entry_open')
      .on(t.municipalityId, t.movedOn, t.id, t.openCents)
      .where(sql`open_cents > 0`),
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
    // Of two who decide about an entry at once, one is told.
    uniqueIndex('entry_assignment_in_force')
      .on(t.municipalityId, t.entryId)
      .where(sql`revoked_at is null`),
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
