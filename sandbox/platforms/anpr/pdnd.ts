import { createPrivateKey, createPublicKey, randomUUID, type KeyObject } from 'node:crypto'
import { decodeProtectedHeader, jwtVerify, SignJWT, type JWTPayload } from 'jose'
import type { Keys } from '../keys.ts'
import { anprCodes, anprServices, assertionAudience } from './services.ts'

/** A town's program as registered on PDND. */
export interface Client {
  clientId: string
  kid: string
  publicKey: KeyObject
}

/** What a voucher says once it is checked. */
export interface Voucher {
  clientId: string
  audience: string
  purposeId: string
  /** SHA-256 (hex) of the tracking evidence that the call must carry. */
  evidenceDigest: string
}

/** The platform that hands out vouchers, and who may ask for them. */
export interface Pdnd {
  client: (clientId: string) => Client | undefined
  issue: (assertion: string) => Promise<{ voucher: string } | { refusal: string }>
  check: (voucher: string, audience: string) => Promise<Voucher | null>
}

export const voucherSeconds = 600
const issuer = 'interop.sandbox'

export function createPdnd(keys: Keys, now: () => Date): Pdnd {
  const privateKey = createPrivateKey(keys.pdndPem)
  const publicKey = createPublicKey(privateKey)
  const clients = new Map(Object.values(keys.clients).map(one => [one.clientId, clientOf(one)]))
  const used = createUsedIds(now)
  return {
    client: clientId => clients.get(clientId),
    issue: async assertion => {
      const kid = kidOf(assertion)
      const client = [...clients.values()].find(one => one.kid === kid)
      if (!client) return { refusal: `Unable to find a key with kid ${kid ?? '(none)'}` }
      const expected = { audience: assertionAudience, issuer: client.clientId }
      const claims = await verify(assertion, client.publicKey, expected, now())
      if (!claims) return { refusal: 'The signature, issuer, audience or validity of the client assertion is wrong' }
      const read = readAssertion(claims, client)
      if (typeof read === 'string') return { refusal: read }
      if (!used.first(`${client.clientId}/${claims.jti}`)) return { refusal: 'The jti was already used' }
      return { voucher: await sealVoucher(read, privateKey, now()) }
    },
    check: async (voucher, audience) => {
      const claims = await verify(voucher, publicKey, { audience, issuer }, now())
      const evidenceDigest = digestOf(claims)
      if (!claims || evidenceDigest === null) return null
      const { client_id: clientId, purposeId } = claims
      if (typeof clientId !== 'string' || typeof purposeId !== 'string') return null
      return { clientId, audience, purposeId, evidenceDigest }
    },
  }
}

/** Checks a JWT signed with RS256; null when anything about it is wrong. */
export async function verify(
  token: string,
  key: KeyObject,
  expected: { audience: string; issuer: string },
  now: Date,
): Promise<JWTPayload | null> {
  const options = { ...expected, algorithms: ['RS256'], requiredClaims: ['iat', 'exp', 'jti'], currentDate: now }
  return jwtVerify(token, key, { ...options, clockTolerance: 5 }).then(
    result => result.payload,
    () => null,
  )
}

/** Remembers ids for ten minutes: longer than any assertion lives. */
export function createUsedIds(now: () => Date): { first: (id: string) => boolean } {
  const seen = new Map<string, number>()
  return {
    first: id => {
      const time = now().getTime()
      for (const [old, until] of seen) {
        if (until > time) break
        seen.delete(old)
      }
      if (seen.has(id)) return false
      seen.set(id, time + 600_000)
      return true
    },
  }
}

function sealVoucher(granted: Voucher, privateKey: KeyObject, now: Date): Promise<string> {
  const digest = { alg: 'SHA256', value: granted.evidenceDigest }
  return new SignJWT({ client_id: granted.clientId, purposeId: granted.purposeId, digest })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'interop-sandbox' })
    .setIssuer(issuer)
    .setSubject(granted.clientId)
    .setAudience(granted.audience)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(new Date(now.getTime() + voucherSeconds * 1000))
    .sign(privateKey)
}

function clientOf(registered: { clientId: string; kid: string; privateKeyPem: string }): Client {
  const publicKey = createPublicKey(createPrivateKey(registered.privateKeyPem))
  return { clientId: registered.clientId, kid: registered.kid, publicKey }
}

function readAssertion(claims: JWTPayload, client: Client): string | Voucher {
  if (claims.sub !== client.clientId) return 'The subject is not the client'
  const purposeId = claims['purposeId']
  const service = anprCodes.map(code => anprServices[code]).find(one => one.purposeId === purposeId)
  if (typeof purposeId !== 'string' || !service) return 'The purposeId is missing or unknown'
  const evidenceDigest = digestOf(claims)
  if (evidenceDigest === null) return 'The digest of the tracking evidence is missing: {alg: "SHA256", value: hex}'
  return { clientId: client.clientId, purposeId, audience: service.audience, evidenceDigest }
}

function digestOf(claims: JWTPayload | null): string | null {
  const digest = claims?.['digest']
  if (typeof digest !== 'object' || digest === null) return null
  if (!('alg' in digest) || digest.alg !== 'SHA256' || !('value' in digest)) return null
  return typeof digest.value === 'string' && /^[0-9a-f]{64}$/.test(digest.value) ? digest.value : null
}

function kidOf(token: string): string | null {
  try {
    return decodeProtectedHeader(token).kid ?? null
  } catch {
    return null
  }
}
