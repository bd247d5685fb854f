import { and, eq, sql } from 'drizzle-orm'
import type { Instant, JsonObject } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { caseRecord } from '../schema/cases.ts'
import { caseView } from '../schema/projections.ts'
import { appendAudit } from './append-audit.ts'
import type { AuditRecord } from './append-audit.ts'
import { countCase } from './count-case.ts'
import { enqueueOutbox } from './enqueue-outbox.ts'
import { firstView } from './first-view.ts'
import { nextCaseNumber } from './next-case-number.ts'
import { noteChange } from './note-change.ts'

export interface NewCase {
  municipality: string
  procedure: string
  definitionId: string
  planHash: string
  channel: 'front-office' | 'import' | 'counter'
  numberPrefix: string
  /** Year of receipt in Europe/Rome. */
  year: number
  title: string
  receivedAt: Instant
  idempotencyKey: string
  /** SHA-256 of the canonical request. */
  requestDigest: string
  applicant?: { name: string; fiscalCode: string }
  subject?: { name: string; fiscalCode: string }
  /** Person of the staff or service token. */
  createdBy?: string
  audit: Pick<AuditRecord, 'actor' | 'reason' | 'requestId'>
  /**
   * The message that starts the workflow (null when the caller starts it), and the document shown until the workflow publishes; the number
   * is known only now.
   */
  start: (made: { id: string; number: string }) => { payload: JsonObject | null; document: JsonObject }
}

export type CaseRecord = typeof caseRecord.$inferSelect

export type Inserted =
  | { kind: 'created' | 'known'; record: CaseRecord }
  /** This key was used for another request. */
  | { kind: 'conflict' }

/**
 * Makes a case: record, number, first projection, audit entry and outbox message, in the caller's transaction. The same key with the same
 * request answers with the case it made, however many callers come at once. Rows that belong to the case (evidence, confidential records)
 * are added by the caller when `created`.
 */
export async function insertCase(tx: Tx, made: NewCase): Promise<Inserted> {
  // Equal requests wait here for the first one, so that none of them takes a number it would not use.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${made.municipality} ${made.idempotencyKey}`}, 0))`,
  )
  const known = await findByKey(tx, made)
  if (known !== undefined) {
    return known.requestDigest === made.requestDigest ? { kind: 'known', record: known } : { kind: 'conflict' }
  }
  const record = await insertRecord(tx, made)
  const { payload, document } = made.start({ id: record.id, number: record.number })
  const view = firstView(record, document)
  await tx.insert(caseView).values(view)
  await countCase(tx, null, view)
  if (payload !== null) {
    await enqueueOutbox(tx, {
      municipality: made.municipality,
      caseId: record.id,
      kind: 'start',
      payload,
      idempotencyKey: `start/${record.id}`,
    })
  }
  await noteChange(tx, { municipality: made.municipality, resource: 'case', resourceId: record.id, version: 0 })
  await appendAudit(tx, {
    ...made.audit,
    municipality: made.municipality,
    action: 'case.created',
    object: { type: 'case', id: record.id },
    detail: { number: record.number, procedure: record.procedure, channel: record.channel },
  })
  return { kind: 'created', record }
}

async function findByKey(tx: Tx, made: NewCase): Promise<CaseRecord | undefined> {
  const [known] = await tx
    .select()
    .from(caseRecord)
    .where(and(eq(caseRecord.municipalityId, made.municipality), eq(caseRecord.idempotencyKey, made.idempotencyKey)))
  return known
}

async function insertRecord(tx: Tx, made: NewCase): Promise<CaseRecord> {
  const [record] = await tx
    .insert(caseRecord)
    .values({
      municipalityId: made.municipality,
      number: await nextCaseNumber(tx, made.municipality, made.numberPrefix, made.year),
      procedure: made.procedure,
      definitionId: made.definitionId,
      planHash: made.planHash,
      channel: made.channel,
      title: made.title,
      receivedAt: made.receivedAt,
      idempotencyKey: made.idempotencyKey,
      requestDigest: made.requestDigest,
      applicantName: made.applicant?.name ?? null,
      applicantFiscalCode: made.applicant?.fiscalCode ?? null,
      subjectName: made.subject?.name ?? null,
      subjectFiscalCode: made.subject?.fiscalCode ?? null,
      createdBy: made.createdBy ?? null,
    })
    .returning()
  if (record === undefined) throw new Error('The case was not inserted')
  return record
}
