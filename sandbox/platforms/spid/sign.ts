import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { citizenByFiscalCode, citizens, type Citizen } from '../citizens.ts'
import { entityIds } from '../credentials.ts'
import { fiscalCodePattern } from '../fiscal-code.ts'
import type { Keys, Signer } from '../keys.ts'
import { assertionXml, failureXml, responseXml, signElement, type Statement } from './saml.ts'

export const tampers = [
  'unsigned',
  'assertion-unsigned',
  'wrong-audience',
  'wrong-recipient',
  'wrong-request',
  'expired',
  'not-yet-valid',
  'other-key',
  'other-issuer',
  'content-changed',
  'wrapped',
  'wrapped-response',
  'failed',
] as const

export const signRequestSchema = z.strictObject({
  fiscalCode: z.string().regex(fiscalCodePattern),
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(2),
  audience: z.string().min(1),
  requestId: z.string().min(1),
  recipient: z.string().min(1),
  method: z.enum(['SPID', 'CIE']).default('SPID'),
  /** When the sign-in happens; now when absent. */
  at: z.iso.datetime().optional(),
  validSeconds: z.int().min(1).max(86_400).default(300),
  tamper: z.enum(tampers).optional(),
})

export type SignRequest = z.infer<typeof signRequestSchema>
type Tamper = (typeof tampers)[number]

export interface SignedResponse {
  /** The whole Response, base64. */
  response: string
  requestId: string
  responseId: string
  assertionId: string
  entityId: string
  issuedAt: string
  notOnOrAfter: string
}

/** Issues a signed Response for a citizen, or one spoilt on purpose. Null when nobody has that fiscal code. */
export function signIn(request: SignRequest, keys: Keys, now: Date): SignedResponse | null {
  const citizen = citizenByFiscalCode(request.fiscalCode)
  if (!citizen) return null
  const statement = spoil(statementOf(request, citizen, now), request.tamper)
  const xml = write(statement, request.method === 'CIE' ? keys.cie : keys.spid, keys.stranger, request.tamper)
  return {
    response: Buffer.from(xml, 'utf8').toString('base64'),
    requestId: request.requestId,
    responseId: statement.responseId,
    assertionId: statement.assertionId,
    entityId: statement.issuer,
    issuedAt: statement.issuedAt,
    notOnOrAfter: statement.notOnOrAfter,
  }
}

function statementOf(request: SignRequest, citizen: Citizen, now: Date): Statement {
  const at = request.at === undefined ? now : new Date(request.at)
  return {
    responseId: newId(),
    assertionId: newId(),
    nameId: newId(),
    requestId: request.requestId,
    issuer: entityIds[request.method],
    audience: request.audience,
    recipient: request.recipient,
    level: request.level,
    method: request.method,
    issuedAt: at.toISOString(),
    notBefore: at.toISOString(),
    notOnOrAfter: new Date(at.getTime() + request.validSeconds * 1000).toISOString(),
    citizen,
  }
}

/** Changes what the provider states: signatures stay good. */
function spoil(statement: Statement, tamper: Tamper | undefined): Statement {
  const shifted = (hours: number): Statement => ({
    ...statement,
    issuedAt: later(statement.issuedAt, hours),
    notBefore: later(statement.notBefore, hours),
    notOnOrAfter: later(statement.notOnOrAfter, hours),
  })
  if (tamper === 'wrong-audience') return { ...statement, audience: 'https://another.service.sandbox' }
  if (tamper === 'wrong-recipient') return { ...statement, recipient: 'https://another.service.sandbox/acs' }
  if (tamper === 'wrong-request') return { ...statement, requestId: newId() }
  if (tamper === 'other-issuer') return { ...statement, issuer: 'https://unknown.idp.sandbox' }
  if (tamper === 'expired') return shifted(-24)
  return tamper === 'not-yet-valid' ? shifted(24) : statement
}

/** Writes and signs; the structural forgeries happen here. */
function write(statement: Statement, provider: Signer, stranger: Signer, tamper: Tamper | undefined): string {
  const signer = tamper === 'other-key' ? stranger : provider
  const wholly = (told: Statement): string =>
    signElement(responseXml(told, signElement(assertionXml(told), 'Assertion', signer)), 'Response', signer)
  if (tamper === 'failed') return signElement(failureXml(statement, 25), 'Response', signer)
  if (tamper === 'unsigned') return responseXml(statement, assertionXml(statement))
  if (tamper === 'assertion-unsigned') {
    return signElement(responseXml(statement, assertionXml(statement)), 'Response', signer)
  }
  // In these the provider vouched for somebody else, and the citizen asked for is the forger's claim.
  const vouched: Statement = { ...statement, citizen: someoneElse(statement.citizen) }
  if (tamper === 'content-changed') {
    return wholly(vouched).replace(vouched.citizen.fiscalCode, statement.citizen.fiscalCode)
  }
  if (tamper === 'wrapped') {
    const good = signElement(assertionXml(vouched), 'Assertion', signer)
    const forged = assertionXml({ ...statement, assertionId: newId() })
    return responseXml(statement, forged + good)
  }
  if (tamper === 'wrapped-response') {
    const forged = { ...statement, responseId: newId(), assertionId: newId() }
    const shell = `<samlp:Extensions>${wholly(vouched)}</samlp:Extensions><samlp:Status>`
    return responseXml(forged, assertionXml(forged)).replace('<samlp:Status>', shell)
  }
  return wholly(statement)
}

function someoneElse(citizen: Citizen): Citizen {
  return citizens.find(other => other.fiscalCode !== citizen.fiscalCode) ?? citizen
}

function later(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * 3_600_000).toISOString()
}

/** An XML id: a letter or underscore first. */
function newId(): string {
  return `_${randomBytes(16).toString('hex')}`
}
