import { digestOf } from '../../db/canonical-json.ts'
import type { Db, Tx } from '../../db/client.ts'
import type { Keys } from '../../db/keys.ts'
import { insertCase } from '../../db/queries/insert-case.ts'
import type { CaseRecord } from '../../db/queries/insert-case.ts'
import type { AuditRecord } from '../../db/queries/append-audit.ts'
import { readOfficeCalendar } from '../../db/queries/office-calendar.ts'
import { confidentialRecord, document, identityEvidence } from '../../db/schema/cases.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { OfficeCalendar } from '../../engine/terms/holidays.ts'
import { localDate } from '../../engine/terms/instants.ts'
import { sealContexts } from '../keys.ts'
import { refuse } from '../http/problem.ts'
import type { Definition } from '../procedures/definitions.ts'
import { prepareRequest } from './prepare-request.ts'
import type { Prepared } from './prepare-request.ts'
import { townLists } from './town-lists.ts'

export interface Filing {
  municipality: string
  channel: 'front-office' | 'import' | 'counter'
  definition: Definition
  request: JsonObject
  /** Unique in the town; holds who made it, so that two callers' keys never meet. */
  idempotencyKey: string
  createdBy: string
  audit: Pick<AuditRecord, 'actor' | 'requestId'>
  now: string
}

interface Tools {
  db: Db
  keys: Keys
}

/** Makes a case of a request, or gives the case that the same request made before. 422 for a request that is not good. */
export async function fileCase({ db, keys }: Tools, filing: Filing): Promise<CaseRecord> {
  return db.withTenants([filing.municipality], tx => fileCaseIn(tx, keys, filing))
}

/** The same within a transaction: an import marks its row together with the case. */
export async function fileCaseIn(tx: Tx, keys: Keys, filing: Filing): Promise<CaseRecord> {
  const lists = await townLists(tx, filing.municipality)
  const preparation = prepareRequest(filing.definition, filing.request, lists)
  if ('errors' in preparation) refuse('invalid', undefined, preparation.errors)
  const { prepared } = preparation
  const calendar = await readOfficeCalendar(tx, filing.municipality)
  const inserted = await insertCase(tx, newCase(filing, prepared, calendar))
  if (inserted.kind === 'conflict') refuse('idempotency-mismatch')
  if (inserted.kind === 'created') await insertParts(tx, keys, filing, inserted.record.id, prepared)
  return inserted.record
}

function newCase(
  filing: Filing,
  prepared: Prepared,
  calendar: OfficeCalendar | null,
): Parameters<typeof insertCase>[1] {
  const { definition, municipality, channel, now } = filing
  return {
    municipality,
    procedure: definition.row.procedure,
    definitionId: definition.row.id,
    planHash: definition.row.planHash,
    channel,
    numberPrefix: definition.manifest.numberPrefix,
    year: Number(localDate(now).slice(0, 4)),
    title: prepared.title,
    receivedAt: now,
    idempotencyKey: filing.idempotencyKey,
    requestDigest: digestOf({ procedure: definition.row.procedure, request: filing.request }),
    ...(prepared.applicant && { applicant: prepared.applicant }),
    ...(prepared.subject && { subject: prepared.subject }),
    createdBy: filing.createdBy,
    audit: filing.audit,
    start: ({ id, number }) => {
      const data: JsonObject = {
        case: { id, number, municipality, channel, receivedAt: now },
        request: prepared.request,
        refs: prepared.refs,
      }
      // The relay adds the plan of this definition: it is too large to travel in every row.
      return {
        payload: {
          definition: definition.row.id,
          number,
          start: { type: 'start', at: now, data, ...(calendar && { calendar }) },
        },
        document: data,
      }
    },
  }
}

async function insertParts(tx: Tx, keys: Keys, filing: Filing, caseId: string, prepared: Prepared): Promise<void> {
  const { municipality, now } = filing
  const ofCase = { municipalityId: municipality, caseId }
  const seal = (bytes: Buffer, context: string) => keys.sealFor(municipality, bytes, context)
  if (prepared.evidence) {
    const { id, method, requestId, raw, digest } = prepared.evidence
    await tx.insert(identityEvidence).values({
      ...ofCase,
      id,
      method,
      requestId,
      raw: await seal(raw, sealContexts.evidence(id)),
      digest,
      receivedAt: now,
    })
  }
  for (const { id, ref, office, content } of prepared.confidential) {
    const sealed = await seal(Buffer.from(JSON.stringify(content)), sealContexts.confidential(id))
    await tx.insert(confidentialRecord).values({ ...ofCase, id, officeCode: office, kind: ref, content: sealed })
  }
  for (const { id, kind, name, mediaType, bytes, sha256, office } of prepared.documents) {
    await tx.insert(document).values({
      ...ofCase,
      id,
      kind,
      name,
      mediaType,
      sha256,
      size: bytes.length,
      direction: 'in',
      bytes: office ? await seal(bytes, sealContexts.document(id)) : bytes,
      sealed: office !== null,
      confidentialOffice: office,
    })
  }
}
