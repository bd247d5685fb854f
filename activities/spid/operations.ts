import { createHash } from 'node:crypto'
import { findEvidence } from '../../db/queries/find-evidence.ts'
import { listIdpCertificates } from '../../db/queries/list-idp-certificates.ts'
import { refuseEvidence } from '../../db/queries/refuse-evidence.ts'
import { settleEvidence } from '../../db/queries/settle-evidence.ts'
import type { OperationContext } from '../kernel/context.ts'
import { implement } from '../kernel/implement.ts'
import { isUnsealable } from '../kernel/error-chain.ts'
import { OperationError } from '../kernel/operation-error.ts'
import type { Identity } from './assertion.ts'
import { verifyEvidenceDeclaration } from './declarations.ts'
import { refusals, type RefusalReason } from './refusals.ts'
import { refuse, type Verification, verifyResponse } from './verify-response.ts'

type Evidence = NonNullable<Awaited<ReturnType<typeof findEvidence>>>
interface Asked {
  applicantFiscalCode: string
  minLevel: number
}

/**
 * Verifies the evidence of identity that came with the request, by itself: no provider can be asked. Whatever is wrong with it is final, so that a refusal
 * is never an outage and nobody can record this step by hand.
 */
export const verifyEvidence = implement(verifyEvidenceDeclaration, async (context, input) => {
  const { municipality, caseId } = context
  const evidence = await context.transaction(tx => findEvidence(tx, municipality, caseId, input.evidence))
  if (evidence === null || evidence.method === 'document' || evidence.raw === null || evidence.requestId === null) {
    throw identityRefused('no-evidence', refusals['no-evidence'])
  }
  const { method, requestId, raw } = evidence
  const verification = await verify(context, { ...evidence, requestId, raw }, input)
  const refusal = verification.ok ? await settle(context, evidence.id, requestId, verification.identity) : verification
  if (refusal !== null) {
    await context.transaction(tx => refuseEvidence(tx, municipality, evidence.id, refusal.reason))
    throw identityRefused(refusal.reason, refusal.text)
  }
  if (!verification.ok) throw new Error('unreachable: a refusal was thrown')
  const { level, issuedAt, issuer } = verification.identity
  return { method, level, issuedAt, idp: issuer }
})

async function verify(
  context: OperationContext,
  evidence: Evidence & { requestId: string; raw: Buffer },
  asked: Asked,
): Promise<Verification> {
  const bytes = await open(context, evidence)
  if (bytes === null) return refuse('altered')
  const digest = createHash('sha256').update(bytes).digest('hex')
  if (evidence.digest !== null && evidence.digest !== digest) return refuse('altered')
  const { settings } = await context.setting('spid')
  const certificates = await context.transaction(tx => listIdpCertificates(tx, evidence.receivedAt))
  const known = certificates.filter(provider => provider.method === evidence.method)
  const verification = verifyResponse(bytes, {
    requestId: evidence.requestId,
    audience: settings.audience,
    recipient: settings.recipient,
    receivedAt: evidence.receivedAt,
    minLevel: asked.minLevel,
    certificatesOf: entityId => known.filter(one => one.entityId === entityId).map(one => one.certificate),
  })
  if (!verification.ok) return verification
  if (verification.identity.fiscalCode !== asked.applicantFiscalCode) return refuse('other-person')
  return verification
}

/** Null when the sealed bytes are not those that were stored here. */
async function open(context: OperationContext, { id, raw }: { id: string; raw: Buffer }): Promise<Buffer | null> {
  try {
    return await context.keys.openFor(context.municipality, raw, `identity_evidence/${id}`)
  } catch (error) {
    if (isUnsealable(error)) return null
    throw error
  }
}

async function settle(
  { transaction, municipality }: OperationContext,
  id: string,
  requestId: string,
  identity: Identity,
): Promise<(Verification & { ok: false }) | null> {
  const { assertionId, fiscalCode, level, issuer, issuedAt } = identity
  const found = { municipality, id, requestId, assertionId, fiscalCode, level, issuer, issuedAt }
  return (await transaction(tx => settleEvidence(tx, found))) ? null : refuse('already-used')
}

function identityRefused(reason: RefusalReason, text: string): OperationError {
  return new OperationError({
    kind: 'refused',
    code: 'identity-refused',
    message: text,
    detail: `spid: ${reason}`,
    platform: 'spid',
  })
}
