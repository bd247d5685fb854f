import { generateKeyPairSync } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { citizens } from '../../../sandbox/platforms/citizens.ts'
import type { Signer } from '../../../sandbox/platforms/keys.ts'
import { assertionXml, responseXml, signElement, type Statement } from '../../../sandbox/platforms/spid/saml.ts'
import { selfSign } from '../../../sandbox/platforms/x509.ts'

export const idp = 'https://idp.example.org'
export const received = '2026-11-22T10:00:30.000Z'

export const citizen = citizens[0]!
export const otherCitizen = citizens[1]!

/** A key of the tests' own, with its certificate. */
export function aSigner(bits = 2048): Signer {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const span = { from: new Date('2026-01-01'), to: new Date('2030-01-01') }
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: selfSign(privateKey, { commonName: 'Test IdP', organization: 'Test', ...span }),
  }
}

export function aStatement(some: Partial<Statement> = {}): Statement {
  return {
    responseId: '_response1',
    assertionId: '_assertion1',
    requestId: '_request1',
    issuer: idp,
    audience: 'https://comune.example.org/spid',
    recipient: 'https://comune.example.org/spid/acs',
    level: 2,
    method: 'SPID',
    issuedAt: '2026-11-22T10:00:00.000Z',
    notBefore: '2026-11-22T10:00:00.000Z',
    notOnOrAfter: '2026-11-22T10:05:00.000Z',
    nameId: '_name1',
    citizen,
    ...some,
  }
}

/** The response of a well-behaved provider: assertion and whole signed. */
export function aResponse(signer: Signer, some: Partial<Statement> = {}): string {
  const statement = aStatement(some)
  return signElement(
    responseXml(statement, signElement(assertionXml(statement), 'Assertion', signer)),
    'Response',
    signer,
  )
}

/** Only the assertion signed, as some providers do. */
export function anAssertionSigned(signer: Signer, some: Partial<Statement> = {}, edit = (xml: string) => xml): string {
  const statement = aStatement(some)
  return responseXml(statement, signElement(edit(assertionXml(statement)), 'Assertion', signer))
}

/** Signs with whatever algorithms, references and transforms a forger or a careless provider may choose. */
export function signOddly(xml: string, signer: Signer, odd: OddSignature): string {
  const signed = new SignedXml({
    privateKey: signer.privateKeyPem,
    publicCert: signer.certificatePem,
    signatureAlgorithm: odd.algorithm ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: odd.canonicalization ?? 'http://www.w3.org/2001/10/xml-exc-c14n#',
  })
  for (const xpath of odd.references ?? ["//*[local-name(.)='Assertion']"]) {
    signed.addReference({
      xpath,
      digestAlgorithm: odd.digest ?? 'http://www.w3.org/2001/04/xmlenc#sha256',
      transforms: odd.transforms ?? [
        'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
        'http://www.w3.org/2001/10/xml-exc-c14n#',
      ],
    })
  }
  const reference = "//*[local-name(.)='Assertion']/*[local-name(.)='Issuer']"
  signed.computeSignature(xml, { prefix: 'ds', location: { reference, action: 'after' } })
  return signed.getSignedXml()
}

interface OddSignature {
  algorithm?: string
  digest?: string
  canonicalization?: string
  transforms?: string[]
  references?: string[]
}
