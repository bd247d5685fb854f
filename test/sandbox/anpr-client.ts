import { createHash, createPrivateKey, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { AnprCode } from '../../sandbox/platforms/anpr/services.ts'
import type { TownCredentials } from '../../sandbox/platforms/credentials.ts'
import type { Answered, Sandbox } from './support.ts'

/** What a test may spoil in a call that is otherwise right. */
export interface Spoilt {
  assertion?: object
  assertionKey?: string
  evidence?: object
  /** The evidence is signed anew after the voucher was asked for. */
  otherEvidence?: boolean
  signature?: object
  headers?: Record<string, string>
  body?: object
  motive?: string
}

/** Asks an e-service of ANPR the way a municipality's program does. */
export async function ask(
  sandbox: Sandbox,
  town: TownCredentials,
  code: AnprCode,
  fiscalCode: string,
  id: string,
  spoilt: Spoilt = {},
): Promise<Answered> {
  const service = town.anpr.services[code]
  const evidence = await anEvidence(town, code, spoilt)
  const voucher = await askVoucher(town, code, evidence, spoilt)
  if (voucher.status !== 200) return voucher
  const body = {
    idOperazioneClient: id,
    criteriRicerca: { codiceFiscale: fiscalCode },
    datiRichiesta: { dataRiferimentoRichiesta: '2026-11-22', motivoRichiesta: 'MENSA-2026-000001', casoUso: code },
    ...spoilt.body,
  }
  const digest = `SHA-256=${createHash('sha256').update(JSON.stringify(body)).digest('base64')}`
  const signature = await sign(town, {
    aud: service.audience,
    signed_headers: [{ digest }, { 'content-type': 'application/json' }],
    ...spoilt.signature,
  })
  return sandbox.call('POST', `${town.anpr.baseUrl}${service.path}/anpr-service-e002`, {
    body,
    headers: {
      authorization: `Bearer ${voucher.body.access_token}`,
      digest,
      'agid-jwt-signature': signature,
      'agid-jwt-trackingevidence': spoilt.otherEvidence ? await anEvidence(town, code, spoilt) : evidence,
      ...spoilt.headers,
    },
  })
}

async function askVoucher(town: TownCredentials, code: AnprCode, evidence: string, spoilt: Spoilt): Promise<Answered> {
  const claims = {
    sub: town.anpr.clientId,
    aud: town.anpr.assertionAudience,
    purposeId: town.anpr.services[code].purposeId,
    digest: { alg: 'SHA256', value: createHash('sha256').update(evidence).digest('hex') },
    ...spoilt.assertion,
  }
  const assertion = await sign(town, claims, spoilt.assertionKey)
  return requestToken(town, assertion)
}

export async function requestToken(town: TownCredentials, assertion: string): Promise<Answered> {
  const form = new URLSearchParams({
    client_id: town.anpr.clientId,
    client_assertion: assertion,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    grant_type: 'client_credentials',
  })
  const response = await fetch(town.anpr.tokenUrl, { method: 'POST', body: form })
  const text = await response.text()
  return { status: response.status, body: JSON.parse(text), headers: response.headers, text }
}

export async function sign(
  town: TownCredentials,
  claims: object,
  privateKeyPem = town.anpr.privateKeyPem,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const payload = { iss: town.anpr.clientId, jti: randomUUID(), iat: now, exp: now + 60, ...claims }
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: town.anpr.kid })
    .sign(createPrivateKey(privateKeyPem))
}

function anEvidence(town: TownCredentials, code: AnprCode, spoilt: Spoilt): Promise<string> {
  return sign(town, {
    aud: town.anpr.services[code].audience,
    purposeId: town.anpr.services[code].purposeId,
    dnonce: '1234567890123',
    userID: 'iter',
    userLocation: 'MENSA-2026-000001',
    LoA: 'LOW',
    ...spoilt.evidence,
  })
}
