import { X509Certificate } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { DOMParser } from '@xmldom/xmldom'
import { SignedXml } from 'xml-crypto'
import { citizens } from '../../sandbox/platforms/citizens.ts'
import { aFolder, aSandbox, type Sandbox } from './support.ts'

const dataDir = aFolder()
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await aSandbox({ dataDir })
})
afterAll(() => sandbox.close())

const chiara = citizens.find(citizen => citizen.id === 'bianchi-chiara')!.fiscalCode
const asked = {
  fiscalCode: chiara,
  level: 2,
  audience: 'https://mensa.example',
  requestId: '_r1',
  recipient: 'https://mensa.example/acs',
}

async function signed(changes: object = {}) {
  const { status, body } = await sandbox.call('POST', `${sandbox.urls.spid}/sign`, { body: { ...asked, ...changes } })
  expect(status).toBe(200)
  const xml = Buffer.from(body.response, 'base64').toString('utf8')
  return { ...body, xml, root: new DOMParser().parseFromString(xml, 'text/xml').documentElement! }
}

/** What each signature that verifies against the certificate covers, by the name of the element. */
function vouchedFor(xml: string, certificate: string): string[] {
  const document = new DOMParser().parseFromString(xml, 'text/xml')
  const signatures = Array.from(document.getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'Signature'))
  return signatures.flatMap(signature => {
    const check = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null })
    check.loadSignature(signature as never)
    try {
      if (!check.checkSignature(xml)) return []
    } catch {
      return []
    }
    return check.getSignedReferences().map(content => /^<(?:\w+:)?(\w+)/.exec(content)![1]!)
  })
}

const certificateOf = (method: string) =>
  sandbox.credentials.identityProviders.find(provider => provider.method === method)!.certificatePem
const texts = (root: any, name: string): string[] =>
  Array.from(root.getElementsByTagNameNS('*', name) as any[]).map(element => element.textContent)
const attribute = (root: any, name: string) =>
  (Array.from(root.getElementsByTagNameNS('*', 'Attribute')) as any[])
    .filter(element => element.getAttribute('Name') === name)
    .map(element => element.textContent)

it('makes a certificate that Node and others read', () => {
  const certificate = new X509Certificate(certificateOf('SPID'))
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.subject).toContain('CN=Sandbox SPID identity provider')
  expect(certificateOf('CIE')).not.toBe(certificateOf('SPID'))
})

describe('a signed Response', () => {
  it('carries two signatures that verify, and what the technical rules ask for', async () => {
    const { xml, root, notOnOrAfter, entityId } = await signed()
    expect(vouchedFor(xml, certificateOf('SPID')).sort()).toEqual(['Assertion', 'Response'])
    expect(root.getAttribute('InResponseTo')).toBe('_r1')
    expect(root.getAttribute('Destination')).toBe(asked.recipient)
    const confirmation = root.getElementsByTagNameNS('*', 'SubjectConfirmationData').item(0)!
    expect(confirmation.getAttribute('Recipient')).toBe(asked.recipient)
    expect(confirmation.getAttribute('InResponseTo')).toBe('_r1')
    expect(confirmation.getAttribute('NotOnOrAfter')).toBe(notOnOrAfter)
    expect(texts(root, 'Audience')).toEqual([asked.audience])
    expect(texts(root, 'Issuer')).toEqual([entityId, entityId])
    expect(texts(root, 'AuthnContextClassRef')).toEqual(['https://www.spid.gov.it/SpidL2'])
    expect(attribute(root, 'fiscalNumber')).toEqual([`TINIT-${chiara}`])
    expect(attribute(root, 'dateOfBirth')).toEqual(['1988-04-17'])
  })

  it.each([
    [1, true],
    [2, false],
    [3, false],
  ])('of level %i has a SessionIndex: %s', async (level, has) => {
    const { root } = await signed({ level })
    expect(root.getElementsByTagNameNS('*', 'AuthnStatement').item(0)!.hasAttribute('SessionIndex')).toBe(has)
  })

  it('of the card comes from another provider with its own key', async () => {
    const { xml, entityId } = await signed({ method: 'CIE', level: 3 })
    expect(entityId).toBe('https://idp.cie.sandbox')
    expect(vouchedFor(xml, certificateOf('CIE'))).toHaveLength(2)
    expect(vouchedFor(xml, certificateOf('SPID'))).toEqual([])
  })

  it('can be dated, for cases that were moved in time', async () => {
    const { issuedAt, notOnOrAfter } = await signed({ at: '2027-01-10T08:00:00.000Z', validSeconds: 60 })
    expect([issuedAt, notOnOrAfter]).toEqual(['2027-01-10T08:00:00.000Z', '2027-01-10T08:01:00.000Z'])
  })

  it('is witnessed in the ledger', async () => {
    const { responseId } = await signed({ requestId: '_witnessed' })
    expect(await sandbox.ledger('?platform=spid&key=_witnessed')).toMatchObject([
      { call: 'spid.sign', status: 200, effect: { kind: 'identity', id: responseId } },
    ])
  })

  it('is for citizens only', async () => {
    const { status } = await sandbox.call('POST', `${sandbox.urls.spid}/sign`, {
      body: { ...asked, fiscalCode: 'RSSMRA85T10H501O' },
    })
    expect(status).toBe(404)
  })
})

describe('a Response spoilt on purpose', () => {
  it.each([
    ['unsigned', []],
    ['assertion-unsigned', ['Response']],
    ['other-key', []],
    ['content-changed', []],
    ['wrapped', ['Assertion']],
  ])('%s: the provider vouches for %j', async (tamper, expected) => {
    const { xml } = await signed({ tamper })
    expect(vouchedFor(xml, certificateOf('SPID'))).toEqual(expected)
  })

  it.each(['wrapped', 'wrapped-response', 'content-changed'])(
    '%s: claims the citizen nobody vouched for',
    async tamper => {
      const { xml, root } = await signed({ tamper })
      expect(attribute(root, 'fiscalNumber')).toContain(`TINIT-${chiara}`)
      expect(xml).not.toBe('')
    },
  )

  it.each([
    ['wrong-audience', 'Audience', asked.audience],
    ['other-issuer', 'Issuer', 'https://idp.spid.sandbox'],
  ])('%s', async (tamper, element, right) => {
    const { xml, root } = await signed({ tamper })
    expect(texts(root, element)).not.toContain(right)
    expect(vouchedFor(xml, certificateOf('SPID'))).toHaveLength(2)
  })

  it.each([
    ['wrong-recipient', 'Recipient', asked.recipient],
    ['wrong-request', 'InResponseTo', asked.requestId],
  ])('%s', async (tamper, name, right) => {
    const { root } = await signed({ tamper })
    expect(root.getElementsByTagNameNS('*', 'SubjectConfirmationData').item(0)!.getAttribute(name)).not.toBe(right)
  })

  it('expired and not yet valid', async () => {
    expect(Date.parse((await signed({ tamper: 'expired' })).notOnOrAfter)).toBeLessThan(Date.now())
    expect(Date.parse((await signed({ tamper: 'not-yet-valid' })).issuedAt)).toBeGreaterThan(Date.now())
  })

  it('failed: no assertion, the error that the rules give', async () => {
    const { root } = await signed({ tamper: 'failed' })
    expect(texts(root, 'StatusMessage')).toEqual(['ErrorCode nr25'])
    expect(texts(root, 'Assertion')).toEqual([])
  })
})

describe('in a browser', () => {
  const request = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_browser" Version="2.0" AssertionConsumerServiceURL="http://127.0.0.1:1/acs"><saml:Issuer>https://mensa.example</saml:Issuer><samlp:RequestedAuthnContext><saml:AuthnContextClassRef>https://www.spid.gov.it/SpidL2</saml:AuthnContextClassRef></samlp:RequestedAuthnContext></samlp:AuthnRequest>`

  it('offers the citizens, then carries the Response to the service', async () => {
    const query = new URLSearchParams({ SAMLRequest: deflateRawSync(request).toString('base64'), RelayState: 'here' })
    const offered = await fetch(`${sandbox.urls.spid}/spid/sso?${query.toString()}`)
    expect(offered.status).toBe(200)
    expect(await offered.text()).toContain('Chiara Bianchi')
    const form = new URLSearchParams({
      id: '_browser',
      audience: 'https://mensa.example',
      recipient: 'http://127.0.0.1:1/acs',
      level: '2',
      fiscalCode: chiara,
      relayState: 'here',
      outcome: 'ok',
    })
    const carried = await (await fetch(`${sandbox.urls.spid}/spid/choose`, { method: 'POST', body: form })).text()
    const response = /name="SAMLResponse" value="([^"]+)"/.exec(carried)![1]!
    const xml = Buffer.from(response, 'base64').toString('utf8')
    expect(vouchedFor(xml, certificateOf('SPID'))).toHaveLength(2)
    expect(xml).toContain('InResponseTo="_browser"')
  })

  it.each(['', 'bm90IHhtbA==', Buffer.from('<!DOCTYPE a><a/>').toString('base64')])(
    'refuses the request %j',
    async SAMLRequest => {
      const body = new URLSearchParams({ SAMLRequest })
      expect((await fetch(`${sandbox.urls.spid}/spid/sso`, { method: 'POST', body })).status).toBe(400)
    },
  )

  it('publishes signed metadata', async () => {
    const metadata = await (await fetch(`${sandbox.urls.spid}/spid/metadata`)).text()
    expect(vouchedFor(metadata, certificateOf('SPID'))).toEqual(['EntityDescriptor'])
    expect(metadata).toContain(`${sandbox.urls.spid}/spid/sso`)
  })
})
