import { createHash, createPrivateKey, randomInt, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { PlatformSetting } from '../kernel/platform-settings.ts'

type Setting = PlatformSetting<'anpr'>
export type AnprService = keyof Setting['settings']['services']

/** Signatures live that long: longer than a call, shorter than a voucher. */
const signatureSeconds = 120
const evidenceSeconds = 600

/** Who asks, for ModI's AUDIT_REST_02; the file number travels in the request itself. */
const asker = { userID: 'iter', userLocation: 'iter-worker', LoA: 'LoA3' } as const

export interface Evidence {
  jwt: string
  /** SHA-256, hex: the voucher is issued for this very evidence. */
  digest: string
  expiresAt: number
}

/** `Digest` and `Agid-JWT-Signature` over the body as it is sent (ModI INTEGRITY_REST_02). */
export async function integrityHeaders(
  setting: Setting,
  service: AnprService,
  body: string,
): Promise<Record<string, string>> {
  const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`
  const contentType = 'application/json'
  const signature = await sign(setting, setting.settings.services[service].audience, signatureSeconds, {
    signed_headers: [{ digest }, { 'content-type': contentType }],
  })
  return { digest, 'content-type': contentType, 'agid-jwt-signature': signature }
}

export async function trackingEvidence(setting: Setting, service: AnprService, now: number): Promise<Evidence> {
  const { audience, purposeId } = setting.settings.services[service]
  // The digest of an evidence must not be guessable: 13 random digits.
  const dnonce = `${randomInt(1, 10)}${String(randomInt(0, 1_000_000)).padStart(6, '0')}${String(randomInt(0, 1_000_000)).padStart(6, '0')}`
  const jwt = await sign(setting, audience, evidenceSeconds, { ...asker, purposeId, dnonce })
  return { jwt, digest: createHash('sha256').update(jwt).digest('hex'), expiresAt: now + evidenceSeconds * 1000 }
}

/** The client assertion for a PDND voucher, bound to the evidence. */
export async function clientAssertion(setting: Setting, service: AnprService, evidence: Evidence): Promise<string> {
  const { purposeId } = setting.settings.services[service]
  const digest = { alg: 'SHA256', value: evidence.digest }
  return sign(setting, setting.settings.assertionAudience, signatureSeconds, { purposeId, digest })
}

async function sign(
  setting: Setting,
  audience: string,
  seconds: number,
  claims: Record<string, unknown>,
): Promise<string> {
  const { clientId, kid, privateKeyPem } = setting.secrets
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${seconds}s`)
    .sign(createPrivateKey(privateKeyPem))
}
