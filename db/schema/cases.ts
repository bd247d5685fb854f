import { sql } from 'drizzle-orm'
import { boolean, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import type { State } from '../../engine/state.ts'
import { bytea, createdAt, id, instant, jsonb, municipalityId } from './columns.ts'
import { definition } from './definitions.ts'
import { municipality } from './municipalities.ts'

/** The case itself: the authority on its existence, its number and the request key it was made with. */
export const caseRecord = pgTable(
  'case_record',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    number: text('number').notNull(),
    procedure: text('procedure').notNull(),
    definitionId: uuid('definition_id')
      .notNull()
      .references(() => definition.id),
    planHash: text('plan_hash').notNull(),
    channel: text('channel', { enum: ['front-office', 'import', 'counter'] }).notNull(),
    title: text('title').notNull(),
    receivedAt: instant('received_at').notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    /** SHA-256 of the canonical request: the same key with another body is a conflict. */
    requestDigest: text('request_digest').notNull(),
    applicantName: text('applicant_name'),
    applicantFiscalCode: text('applicant_fiscal_code'),
    subjectName: text('subject_name'),
    subjectFiscalCode: text('subject_fiscal_code'),
    /** Person of the staff or service token. */
    createdBy: uuid('created_by'),
    /** Where the state lives: its own workflow, or a mass run. */
    driver: text('driver').notNull().default('case'),
    /** The engine's last state, stored at closing; null while the workflow has it, empty for what ended before this installation began. */
    closedState: jsonb('closed_state').$type<State | Record<string, never>>(),
    closedAt: instant('closed_at'),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('case_record_number').on(t.municipalityId, t.number),
    unique('case_record_idempotency').on(t.municipalityId, t.idempotencyKey),
    index('case_record_applicant').on(t.municipalityId, t.applicantFiscalCode),
    index('case_record_subject').on(t.municipalityId, t.subjectFiscalCode),
    // The reconciler goes through what is still open, however many have been closed.
    index('case_record_open')
      .on(t.municipalityId, t.id)
      .where(sql`closed_at is null`),
  ],
)

/** The composite key of everything that belongs to a case: a foreign town's case id is simply not there. */
export function ofCase(name: string, t: { municipalityId: AnyPgColumn; caseId: AnyPgColumn }) {
  return foreignKey({
    name,
    columns: [t.municipalityId, t.caseId],
    foreignColumns: [caseRecord.municipalityId, caseRecord.id],
  })
}

/** Numbers of a procedure in a year, without gaps. */
export const caseCounter = pgTable(
  'case_counter',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    prefix: text('prefix').notNull(),
    year: integer('year').notNull(),
    last: integer('last').notNull(),
  },
  t => [primaryKey({ columns: [t.municipalityId, t.prefix, t.year] })],
)

/** SPID or CIE evidence as it came (`raw` sealed) and what its verification found. */
export const identityEvidence = pgTable(
  'identity_evidence',
  {
    municipalityId: municipalityId(),
    id: id(),
    caseId: uuid('case_id').notNull(),
    method: text('method', { enum: ['SPID', 'CIE', 'document'] }).notNull(),
    raw: bytea('raw'),
    requestId: text('request_id'),
    responseId: text('response_id'),
    assertionId: text('assertion_id'),
    digest: text('digest'),
    fiscalCode: text('fiscal_code'),
    level: integer('level'),
    issuer: text('issuer'),
    issuedAt: instant('issued_at'),
    receivedAt: instant('received_at').notNull(),
    verifiedAt: instant('verified_at'),
    refusal: text('refusal'),
    detail: jsonb('detail').$type<JsonObject>(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('identity_evidence_response').on(t.municipalityId, t.responseId),
    index('identity_evidence_case').on(t.municipalityId, t.caseId),
    ofCase('identity_evidence_case_record', t),
  ],
)

/** What only one office may read (health, custody, social services): `content` sealed, never in the case document. */
export const confidentialRecord = pgTable(
  'confidential_record',
  {
    municipalityId: municipalityId(),
    id: id(),
    caseId: uuid('case_id').notNull(),
    officeCode: text('office_code').notNull(),
    kind: text('kind').notNull(),
    content: bytea('content').notNull(),
    createdBy: uuid('created_by'),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    index('confidential_record_case').on(t.municipalityId, t.caseId),
    ofCase('confidential_record_case_record', t),
  ],
)

/** A file of a case, received or issued. */
export const document = pgTable(
  'document',
  {
    municipalityId: municipalityId(),
    id: id(),
    caseId: uuid('case_id').notNull(),
    kind: text('kind').notNull(),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    /** Sealed (db/keys.ts) when `sealed`, as everything confidential must be. */
    bytes: bytea('bytes').notNull(),
    sealed: boolean('sealed').notNull().default(false),
    /** Of the clear bytes, hex. */
    sha256: text('sha256').notNull(),
    size: integer('size').notNull(),
    direction: text('direction', { enum: ['in', 'out', 'internal'] }).notNull(),
    protocol: text('protocol'),
    confidentialOffice: text('confidential_office'),
    /** The step that issued it: one document a step, however often it runs. */
    naturalKey: text('natural_key'),
    createdBy: uuid('created_by'),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('document_natural_key').on(t.municipalityId, t.naturalKey),
    index('document_case').on(t.municipalityId, t.caseId, t.createdAt),
    ofCase('document_case_record', t),
  ],
)
