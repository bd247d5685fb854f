import { z } from 'zod'
import { digestOf } from '../db/canonical-json.ts'
import type { Tx } from '../db/client.ts'
import { findCaseRecord } from '../db/queries/find-case-record.ts'
import { insertCase } from '../db/queries/insert-case.ts'
import type { CaseRecord, NewCase } from '../db/queries/insert-case.ts'
import { definitionById, latestDefinition } from '../db/queries/find-definition.ts'
import { evaluateExpression } from '../engine/feel/evaluate.ts'
import { parseExpression } from '../engine/feel/parse.ts'
import type { JsonObject } from '../engine/json.ts'
import type { Plan } from '../engine/plan.ts'
import type { ChildCase, ChildRequest } from '../engine/publication.ts'
import { localDate } from '../engine/terms/instants.ts'
import { OperationError } from './kernel/operation-error.ts'

type Definition = NonNullable<Awaited<ReturnType<typeof latestDefinition>>>

/** What of a procedure's manifest a case needs to be numbered and named. */
const manifestSchema = z.looseObject({
  title: z.object({ it: z.string() }),
  numberPrefix: z.string(),
  titleFeel: z.string().optional(),
})

// Only published plans are stored, and their hash names them.
const planSchema = z.custom<Plan>(
  value => z.looseObject({ format: z.literal(1), nodes: z.array(z.unknown()) }).safeParse(value).success,
)

/**
 * Makes the case that a call activity of another case asks for: once per parent and instance, however often it is asked. The parent's
 * workflow starts the child's. @throws OperationError
 */
export async function openChild(tx: Tx, request: ChildRequest): Promise<ChildCase> {
  const { municipality, parentCaseId } = request
  const procedure = request.procedure.slice(request.procedure.indexOf(':') + 1)
  const parent = await findCaseRecord(tx, municipality, parentCaseId)
  if (parent === null) throw new Error(`Case ${parentCaseId} is not known in its municipality`)
  const definition = await latestDefinition(tx, procedure)
  if (definition === null) throw unpublished(procedure)
  const inserted = await insertCase(tx, childOf(request, parent, definition))
  if (inserted.kind === 'conflict')
    throw new Error(`${request.instance} of case ${parentCaseId} asked for another child`)
  return started(tx, request, inserted.record, definition)
}

function childOf({ municipality, ...request }: ChildRequest, parent: CaseRecord, definition: Definition): NewCase {
  const manifest = manifestSchema.parse(definition.manifest)
  return {
    municipality,
    procedure: definition.procedure,
    definitionId: definition.id,
    planHash: definition.planHash,
    channel: parent.channel,
    numberPrefix: manifest.numberPrefix,
    year: Number(localDate(request.at).slice(0, 4)),
    title: titleOf(manifest, request.data),
    receivedAt: request.at,
    idempotencyKey: `child/${parent.id}/${request.instance}`,
    requestDigest: digestOf({ procedure: request.procedure, data: request.data }),
    ...partiesOf(parent),
    audit: { actor: { kind: 'system', id: parent.id }, reason: `Aperta dalla pratica ${parent.number}` },
    start: made => ({
      payload: null,
      document: documentOf(request.data, { ...made, municipality, channel: parent.channel, receivedAt: request.at }),
    }),
  }
}

/** A child is about the same people as its parent. */
function partiesOf(parent: CaseRecord): Pick<NewCase, 'applicant' | 'subject'> {
  const { applicantName, applicantFiscalCode, subjectName, subjectFiscalCode } = parent
  return {
    ...(applicantName !== null &&
      applicantFiscalCode !== null && { applicant: { name: applicantName, fiscalCode: applicantFiscalCode } }),
    ...(subjectName !== null &&
      subjectFiscalCode !== null && { subject: { name: subjectName, fiscalCode: subjectFiscalCode } }),
  }
}

/** A retry gets the plan that the child was made with, even when a newer one has been published since. */
async function started(tx: Tx, request: ChildRequest, record: CaseRecord, latest: Definition): Promise<ChildCase> {
  const { id, number, planHash, channel, receivedAt } = record
  const pinned = planHash === latest.planHash ? latest : ((await definitionById(tx, record.definitionId)) ?? latest)
  const about = { id, number, municipality: request.municipality, channel, receivedAt }
  return {
    caseId: id,
    number,
    planHash,
    plan: planSchema.parse(pinned.plan),
    data: documentOf(request.data, about),
  }
}

const documentOf = (data: JsonObject, about: JsonObject): JsonObject => ({ ...data, case: about })

function titleOf({ title, titleFeel }: z.output<typeof manifestSchema>, data: JsonObject): string {
  const parsed = titleFeel === undefined ? null : parseExpression(titleFeel)
  if (parsed === null || 'error' in parsed) return title.it
  try {
    const value = evaluateExpression(parsed.ast, data, { now: '', today: '' })
    return typeof value === 'string' ? value : title.it
  } catch {
    // The child was not given what its title is made of.
    return title.it
  }
}

function unpublished(procedure: string): OperationError {
  return new OperationError({
    kind: 'misconfigured',
    code: 'procedure-not-published',
    message: `Il procedimento «${procedure}» non è pubblicato: pubblicarlo, poi riprovare.`,
  })
}
