import { createHash } from 'node:crypto'
import type { Request } from 'express'
import { bodyOf } from '../service.ts'
import { verify, type Client, type Pdnd } from './pdnd.ts'
import type { AnprService } from './services.ts'

/** What every call to an e-service must prove before its body is read. */
export type CallCheck = { client: Client } | { refusal: string }

interface Guard {
  pdnd: Pdnd
  usedIds: { first: (id: string) => boolean }
  now: () => Date
}

/** Voucher, digest of the body, signature of the digest, evidence of who asked (ModI: INTEGRITY_REST_02, AUDIT_REST_02). */
export async function checkCall(request: Request, service: AnprService, guard: Guard): Promise<CallCheck> {
  const bearer = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1]
  const voucher = bearer === undefined ? null : await guard.pdnd.check(bearer, service.audience)
  const client = voucher ? guard.pdnd.client(voucher.clientId) : undefined
  if (!voucher || !client) return { refusal: 'Voucher missing, expired or not for this e-service' }
  if (voucher.purposeId !== service.purposeId) return { refusal: 'The purpose of the voucher is another one' }
  const digest = `SHA-256=${createHash('sha256').update(bodyOf(request)).digest('base64')}`
  if (request.get('digest') !== digest) return { refusal: 'Digest missing or not that of the body' }
  const expected = { audience: service.audience, issuer: client.clientId }
  const signature = await verify(request.get('agid-jwt-signature') ?? '', client.publicKey, expected, guard.now())
  if (!signature) return { refusal: 'Agid-JWT-Signature missing or not valid' }
  if (!signs(signature['signed_headers'], 'digest', digest))
    return { refusal: 'Agid-JWT-Signature does not sign the Digest' }
  if (!signs(signature['signed_headers'], 'content-type', request.get('content-type') ?? '')) {
    return { refusal: 'Agid-JWT-Signature does not sign the Content-Type' }
  }
  if (!guard.usedIds.first(`${client.clientId}/${signature.jti}`))
    return { refusal: 'Agid-JWT-Signature was already used' }
  const evidence = request.get('agid-jwt-trackingevidence') ?? ''
  const claims = await verify(evidence, client.publicKey, expected, guard.now())
  if (!claims) return { refusal: 'Agid-JWT-TrackingEvidence missing or not valid' }
  if (createHash('sha256').update(evidence).digest('hex') !== voucher.evidenceDigest) {
    return { refusal: 'The voucher was issued for another Agid-JWT-TrackingEvidence' }
  }
  const lacking = ['userID', 'userLocation', 'LoA', 'purposeId'].filter(name => !isText(claims[name]))
  if (lacking.length > 0) return { refusal: `Agid-JWT-TrackingEvidence lacks ${lacking.join(', ')}` }
  if (!/^\d{13}$/.test(String(claims['dnonce']))) return { refusal: 'dnonce is not a number of 13 digits' }
  return { client }
}

function signs(headers: unknown, name: string, value: string): boolean {
  if (!Array.isArray(headers)) return false
  return headers.some((header: unknown) => {
    if (typeof header !== 'object' || header === null) return false
    return Object.entries(header).some(([key, signed]) => key.toLowerCase() === name && signed === value)
  })
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
