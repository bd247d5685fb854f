import { SignedXml } from 'xml-crypto'
import type { Citizen } from '../citizens.ts'
import { escape } from '../html.ts'
import type { Signer } from '../keys.ts'

/** What an identity provider states in a Response. Instants are ISO 8601 in UTC. */
export interface Statement {
  responseId: string
  assertionId: string
  requestId: string
  issuer: string
  audience: string
  recipient: string
  level: 1 | 2 | 3
  method: 'SPID' | 'CIE'
  issuedAt: string
  notBefore: string
  notOnOrAfter: string
  nameId: string
  citizen: Citizen
}

const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'
const samlp = 'urn:oasis:names:tc:SAML:2.0:protocol'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** The assertion, not signed (SPID technical rules: SessionIndex only at level 1). */
export function assertionXml(statement: Statement): string {
  const { assertionId, issuedAt, issuer, requestId, notBefore, notOnOrAfter, recipient, audience, level } = statement
  const session = level === 1 ? ` SessionIndex="${assertionId}-s"` : ''
  return [
    `<saml:Assertion xmlns:saml="${saml}" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="${assertionId}" IssueInstant="${issuedAt}" Version="2.0">`,
    issuerXml(issuer),
    `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:transient" NameQualifier="${escape(issuer)}">${statement.nameId}</saml:NameID>`,
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">`,
    `<saml:SubjectConfirmationData InResponseTo="${escape(requestId)}" NotOnOrAfter="${notOnOrAfter}" Recipient="${escape(recipient)}"/>`,
    `</saml:SubjectConfirmation></saml:Subject>`,
    `<saml:Conditions NotBefore="${notBefore}" NotOnOrAfter="${notOnOrAfter}"><saml:AudienceRestriction><saml:Audience>${escape(audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${issuedAt}"${session}><saml:AuthnContext><saml:AuthnContextClassRef>https://www.spid.gov.it/SpidL${level}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`,
    `<saml:AttributeStatement>${attributes(statement).map(attributeXml).join('')}</saml:AttributeStatement>`,
    `</saml:Assertion>`,
  ].join('')
}

/** The Response around an assertion (signed or not), itself not signed. */
export function responseXml(statement: Statement, assertion: string): string {
  return [
    responseStart(statement),
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>`,
    assertion,
    `</samlp:Response>`,
  ].join('')
}

/** A Response that reports a failed sign-in, e.g. 25 for one that the user gave up. */
export function failureXml(statement: Statement, errorCode: number): string {
  return [
    responseStart(statement),
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder">`,
    `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"/></samlp:StatusCode>`,
    `<samlp:StatusMessage>ErrorCode nr${errorCode}</samlp:StatusMessage></samlp:Status>`,
    `</samlp:Response>`,
  ].join('')
}

/** Puts an enveloped signature (RSA-SHA256, exclusive canonicalization) after the Issuer of the named element. */
export function signElement(xml: string, name: 'Response' | 'Assertion' | 'EntityDescriptor', signer: Signer): string {
  const element = `//*[local-name(.)='${name}']`
  const signed = new SignedXml({
    privateKey: signer.privateKeyPem,
    publicCert: signer.certificatePem,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: exclusive,
  })
  signed.addReference({
    xpath: element,
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', exclusive],
  })
  const location =
    name === 'EntityDescriptor'
      ? ({ reference: element, action: 'prepend' } as const)
      : ({ reference: `${element}/*[local-name(.)='Issuer']`, action: 'after' } as const)
  signed.computeSignature(xml, { prefix: 'ds', location })
  return signed.getSignedXml()
}

function responseStart(statement: Statement): string {
  const { responseId, requestId, issuedAt, recipient, issuer } = statement
  return `<samlp:Response xmlns:samlp="${samlp}" xmlns:saml="${saml}" Destination="${escape(recipient)}" ID="${responseId}" InResponseTo="${escape(requestId)}" IssueInstant="${issuedAt}" Version="2.0">${issuerXml(issuer)}`
}

function issuerXml(issuer: string): string {
  return `<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${escape(issuer)}</saml:Issuer>`
}

type Attribute = [name: string, value: string, type: 'string' | 'date']

function attributes({ citizen, method }: Statement): Attribute[] {
  const person: Attribute[] = [
    ['name', citizen.firstName, 'string'],
    ['familyName', citizen.lastName, 'string'],
    ['fiscalNumber', `TINIT-${citizen.fiscalCode}`, 'string'],
    ['dateOfBirth', citizen.birthDate, 'date'],
  ]
  // The card's identity provider releases these four only.
  if (method === 'CIE') return person
  return [
    ['spidCode', `SBOX${citizen.idAnpr.slice(0, 9)}0`, 'string'],
    ...person,
    ['placeOfBirth', citizen.birthPlace, 'string'],
    ['gender', citizen.sex, 'string'],
    ['email', citizen.email, 'string'],
    ['mobilePhone', citizen.phone, 'string'],
  ]
}

function attributeXml([name, value, type]: Attribute): string {
  return `<saml:Attribute Name="${name}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><saml:AttributeValue xsi:type="xs:${type}">${escape(value)}</saml:AttributeValue></saml:Attribute>`
}
