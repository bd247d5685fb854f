import { foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import { bytea, createdAt, id, instant, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'

/** A file of requests: read first, confirmed by a clerk, then its good rows become cases. The same file twice is the same row. */
export const importFile = pgTable(
  'import_file',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    procedure: text('procedure').notNull(),
    name: text('name').notNull(),
    sha256: text('sha256').notNull(),
    bytes: bytea('bytes').notNull(),
    state: text('state', { enum: ['read', 'confirmed', 'done'] }).notNull(),
    rows: integer('rows').notNull(),
    good: integer('good').notNull(),
    bad: integer('bad').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: createdAt(),
    confirmedBy: uuid('confirmed_by'),
    confirmedAt: instant('confirmed_at'),
    doneAt: instant('done_at'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('import_file_sha256').on(t.municipalityId, t.sha256),
    index('import_file_town_created').on(t.municipalityId, t.createdAt, t.id),
    index('import_file_created').on(t.createdAt, t.id),
  ],
)

export const importRow = pgTable(
  'import_row',
  {
    municipalityId: municipalityId(),
    fileId: uuid('file_id').notNull(),
    /** Line of the file, the header being 1. */
    line: integer('line').notNull(),
    state: text('state', { enum: ['good', 'bad', 'duplicate', 'created'] }).notNull(),
    reasons: jsonb('reasons').$type<{ column?: string; message: string }[]>().notNull(),
    request: jsonb('request').$type<JsonObject>(),
    caseId: uuid('case_id'),
    /** What makes two rows the same request, over all files. */
    rowKey: text('row_key'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.fileId, t.line] }),
    index('import_row_state').on(t.municipalityId, t.fileId, t.state, t.line),
    index('import_row_key').on(t.municipalityId, t.rowKey),
    foreignKey({
      name: 'import_row_file',
      columns: [t.municipalityId, t.fileId],
      foreignColumns: [importFile.municipalityId, importFile.id],
    }),
  ],
)
