import { bigint, date, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import { bytea, createdAt, id, instant, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'

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
