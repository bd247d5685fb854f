import { verifyResponse } from '../../activities/spid/verify-response.ts'
import { assertionXml, failureXml, responseXml, signElement } from '../../sandbox/platforms/spid/saml.ts'
import {
  aResponse,
  aSigner,
  aStatement,
  anAssertionSigned,
  citizen,
  idp,
  otherCitizen,
  received,
  signOddly,
} from './support/saml.ts'

const signer = aSigner()
const stranger = aSigner()
const weak = aSigner(1024)

const expected = {
  requestId: '_request1',
  audience: 'https://comune.example.org/spid',
  recipient: 'https://comune.example.org/spid/acs',
  receivedAt: received,
  minLevel: 2,
  certificatesOf: (entityId: string) => (entityId === idp ? [signer.certificatePem] : []),
}

const verify = (xml: string | Uint8Array, some: Partial<typeof expected> = {}) =>
  verifyResponse(typeof xml === 'string' ? Buffer.from(xml) : xml, { ...expected, ...some })

/** What is accepted says who; what is refused says why. */
const verdict = (xml: string | Uint8Array, some: Partial<typeof expected> = {}) => {
  const verification = verify(xml, some)
  return verification.ok ? verification.identity.fiscalCode : verification.reason
}

const good = aResponse(signer)
const signedAssertion = signElement(assertionXml(aStatement()), 'Assertion', signer)
const forgery = aStatement({ assertionId: '_forged', citizen: otherCitizen })
const forged = assertionXml(forgery)
const around = (inside: string) => responseXml(aStatement(), inside)

describe('a response that is accepted', () => {
  it('says who signed in, how, when and by whom', () => {
    expect(verify(good)).toEqual({
      ok: true,
      identity: {
        issuer: idp,
        responseId: '_response1',
        assertionId: '_assertion1',
        issuedAt: '2026-11-22T10:00:00.000Z',
        level: 2,
        fiscalCode: citizen.fiscalCode,
      },
    })
  })

  it.each([
    ['only the assertion signed', () => anAssertionSigned(signer)],
    ['a higher level than asked', () => aResponse(signer, { level: 3 })],
    ['an XML declaration in front', () => `<?xml version="1.0" encoding="UTF-8"?>\n${good}`],
    [
      'a comment outside what is signed',
      () => anAssertionSigned(signer).replace('<samlp:Status>', '<!-- x --><samlp:Status>'),
    ],
  ])('%s', (_what, response) => expect(verdict(response())).toBe(citizen.fiscalCode))

  it('while the provider changes keys, by either certificate', () => {
    const certificatesOf = () => [stranger.certificatePem, signer.certificatePem]
    expect(verdict(good, { certificatesOf })).toBe(citizen.fiscalCode)
  })

  it('with the certificate as metadata carry it, base64 without armour', () => {
    const bare = signer.certificatePem.replace(/-----[A-Z ]+-----|\s/g, '')
    expect(verdict(good, { certificatesOf: () => [bare] })).toBe(citizen.fiscalCode)
  })

  it('level 1 with its session index', () => {
    expect(verdict(aResponse(signer, { level: 1 }), { minLevel: 1 })).toBe(citizen.fiscalCode)
  })
})

describe('what the provider states', () => {
  const told = (some: Parameters<typeof aStatement>[0]) => aResponse(signer, some)
  it.each([
    ['another audience', told({ audience: 'https://altro.example.org' }), 'wrong-audience'],
    ['another recipient', told({ recipient: 'https://altro.example.org/acs' }), 'wrong-recipient'],
    ['another request', told({ requestId: '_other' }), 'wrong-request'],
    ['an unknown provider', told({ issuer: 'https://unknown.example.org' }), 'unknown-idp'],
    ['expired when received', told({ notOnOrAfter: received }), 'expired'],
    ['not yet valid', told({ notBefore: '2026-11-22T10:02:00.000Z' }), 'not-yet-valid'],
    [
      'issued in the future',
      told({ issuedAt: '2026-11-22T10:02:00.000Z', notBefore: '2026-11-22T10:00:00.000Z' }),
      'not-yet-valid',
    ],
    ['too low a level', told({ level: 1 }), 'level'],
  ])('%s', (_what, response, reason) => expect(verdict(response)).toBe(reason))

  const edited = (from: string | RegExp, to: string) => anAssertionSigned(signer, {}, xml => xml.replace(from, to))
  it.each([
    [
      'a session index at level 2',
      edited('<saml:AuthnStatement ', '<saml:AuthnStatement SessionIndex="_s" '),
      'session-index',
    ],
    ['no fiscal number', edited(/<saml:Attribute Name="fiscalNumber".*?<\/saml:Attribute>/, ''), 'no-fiscal-number'],
    ['a fiscal number of a company', edited(/TINIT-[A-Z0-9]+/, 'TINIT-01234567890'), 'no-fiscal-number'],
    [
      'two fiscal numbers',
      edited(/(<saml:Attribute Name="fiscalNumber".*?<\/saml:Attribute>)/, '$1$1'),
      'no-fiscal-number',
    ],
    ['no audience', edited(/<saml:AudienceRestriction>.*?<\/saml:AudienceRestriction>/, ''), 'wrong-audience'],
    ['two audiences', edited(/(<saml:Audience>.*?<\/saml:Audience>)/, '$1$1'), 'wrong-audience'],
    ['no conditions', edited(/<saml:Conditions.*?<\/saml:Conditions>/, ''), 'not-yet-valid'],
    ['no end', edited(/ NotOnOrAfter="[^"]*" Recipient/, ' Recipient'), 'expired'],
    ['an end in words', edited(/NotOnOrAfter="[^"]*"/g, 'NotOnOrAfter="tomorrow"'), 'expired'],
    ['another confirmation', edited('cm:bearer', 'cm:sender-vouches'), 'wrong-recipient'],
    ['another version', edited('Version="2.0"', 'Version="1.1"'), 'wrong-issuer'],
    ['a level of its own', edited('SpidL2', 'SpidL9'), 'level'],
    ['a level of elsewhere', edited('https://www.spid.gov.it/SpidL2', 'https://evil.example.org/SpidL2'), 'level'],
  ])('%s', (_what, response, reason) => expect(verdict(response)).toBe(reason))

  it.each([
    [19, 'troppe volte'],
    [21, 'scaduto'],
    [22, 'consenso'],
    [23, 'sospesa'],
    [25, 'annullato'],
    [30, 'tipo diverso'],
  ])('a failed sign-in nr%i, in words', (code, words) => {
    const verification = verify(signElement(failureXml(aStatement(), code), 'Response', signer))
    expect(verification).toMatchObject({ ok: false, reason: 'not-successful' })
    expect(verification.ok ? '' : verification.text).toContain(words)
  })
})

describe('signatures', () => {
  it.each([
    ['none at all', around(assertionXml(aStatement())), 'not-signed'],
    ['of the response only', signElement(around(assertionXml(aStatement())), 'Response', signer), 'not-signed'],
    ['by another key', aResponse(stranger), 'signature-invalid'],
    ['of the response by another key', signElement(around(signedAssertion), 'Response', stranger), 'signature-invalid'],
    ['over other content', good.replaceAll(citizen.fiscalCode, otherCitizen.fiscalCode), 'signature-invalid'],
    ['emptied', good.replaceAll(/<ds:SignatureValue>[^<]*/g, '<ds:SignatureValue>'), 'signature-invalid'],
  ])('%s', (_what, response, reason) => expect(verdict(response)).toBe(reason))

  it('by a key that is too short', () => {
    expect(verdict(aResponse(weak), { certificatesOf: () => [weak.certificatePem] })).toBe('signature-invalid')
  })

  const bare = assertionXml(aStatement())
  it.each([
    ['RSA-SHA1', { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }, 'signature-algorithm'],
    ['a SHA-1 digest', { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' }, 'signature-algorithm'],
    [
      'canonical forms that keep comments',
      { canonicalization: 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments' },
      'signature-algorithm',
    ],
    [
      'a transform too few',
      { transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature'] },
      'signature-algorithm',
    ],
    ['a reference to a part only', { references: ["//*[local-name(.)='Subject']"] }, 'signature-place'],
    [
      'two references',
      { references: ["//*[local-name(.)='Assertion']", "//*[local-name(.)='Subject']"] },
      'signature-place',
    ],
  ])('with %s', (_what, odd, reason) => expect(verdict(around(signOddly(bare, signer, odd)))).toBe(reason))

  it('never by the public key as an HMAC secret', () => {
    const hmac = good.replaceAll('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#hmac-sha1')
    expect(verdict(hmac)).toBe('signature-algorithm')
  })
})

describe('wrapping', () => {
  const [head = '', tail = ''] = signedAssertion.split('<saml:Subject>')
  const signature = /<ds:Signature .*<\/ds:Signature>/.exec(signedAssertion)![0]
  const withoutSignature = signedAssertion.replace(signature, '')
  const inObject = signature.replace('</ds:Signature>', `<ds:Object>${withoutSignature}</ds:Object></ds:Signature>`)
  const signedForgery = (moved: string) => forged.replace('</saml:Issuer>', `</saml:Issuer>${moved}`)
  it.each([
    ['a forged assertion before the good one', around(forged + signedAssertion), 'one-assertion'],
    ['a forged assertion after it', around(signedAssertion + forged), 'one-assertion'],
    [
      'the good one inside extensions',
      around(forged).replace('<samlp:Status>', `<samlp:Extensions>${signedAssertion}</samlp:Extensions><samlp:Status>`),
      'one-assertion',
    ],
    [
      'the good one inside an advice of the forged one',
      around(forged.replace('<saml:Subject>', `<saml:Advice>${signedAssertion}</saml:Advice><saml:Subject>`)),
      'one-assertion',
    ],
    ['the good one inside the forged signature', around(signedForgery(inObject)), 'one-assertion'],
    ['the good signature moved to the forged one', around(signedForgery(signature)), 'signature-place'],
    [
      'the same with the good identifier',
      around(signedForgery(signature).replace('_forged', '_assertion1')),
      'signature-invalid',
    ],
    [
      'the forged one within the good one',
      around(`${head}<saml:Advice>${forged}</saml:Advice><saml:Subject>${tail}`),
      'one-assertion',
    ],
    [
      'the good response inside a forged one',
      around(forged).replace('<samlp:Status>', `<samlp:Extensions>${good}</samlp:Extensions><samlp:Status>`),
      'one-assertion',
    ],
    ['another root', `<x>${good}</x>`, 'not-a-response'],
    ['an assertion in no namespace beside it', around(`${signedAssertion}<Assertion ID="_x"/>`), 'one-assertion'],
    ['an encrypted assertion beside it', around(`${signedAssertion}<saml:EncryptedAssertion/>`), 'one-assertion'],
    [
      'an identifier twice',
      around(signedAssertion).replace(
        '<samlp:Status>',
        '<samlp:Extensions><x ID="_assertion1"/></samlp:Extensions><samlp:Status>',
      ),
      'duplicate-id',
    ],
    [
      'an identifier twice in another spelling',
      around(signedAssertion).replace(
        '<samlp:Status>',
        '<samlp:Extensions><x Id="_assertion1"/></samlp:Extensions><samlp:Status>',
      ),
      'duplicate-id',
    ],
    [
      'a stray signature',
      around(signedAssertion).replace(
        '<samlp:Status>',
        `<samlp:Extensions>${signature}</samlp:Extensions><samlp:Status>`,
      ),
      'signature-place',
    ],
  ])('%s', (_what, response, reason) => expect(verdict(response)).toBe(reason))
})

describe('comments', () => {
  it('do not cut a value: what is read is all that was signed', () => {
    const evil = { ...citizen, fiscalCode: `${otherCitizen.fiscalCode}.evil.example` }
    const signed = anAssertionSigned(signer, { citizen: evil })
    const cut = signed.replace(otherCitizen.fiscalCode, `${otherCitizen.fiscalCode}<!---->`)
    expect(cut).not.toBe(signed)
    expect(verdict(cut)).toBe('no-fiscal-number')
  })

  it('inside a value that was signed whole change nothing', () => {
    const half = citizen.fiscalCode.slice(0, 8)
    expect(verdict(good.replace(half, `${half}<!-- x -->`))).toBe(citizen.fiscalCode)
  })
})

describe('documents that no provider sends', () => {
  it.each([
    ['a DOCTYPE', `<!DOCTYPE r [<!ENTITY x "y">]>${good}`, 'doctype-or-size'],
    ['an external entity', `<!DOCTYPE r SYSTEM "file:///etc/passwd">${good}`, 'doctype-or-size'],
    ['a processing instruction', good.replace('<samlp:Status>', '<?x y?><samlp:Status>'), 'doctype-or-size'],
    [
      'one far too long',
      good.replace('<samlp:Status>', `<!--${'x'.repeat(300_000)}--><samlp:Status>`),
      'doctype-or-size',
    ],
    ['one cut short', good.slice(0, -40), 'unreadable'],
    ['no XML', 'SAMLResponse=abc', 'unreadable'],
    ['nothing', '', 'unreadable'],
    ['bytes that are no UTF-8', Buffer.from([0x3c, 0xff, 0xfe, 0x3e]), 'unreadable'],
    ['nesting without end', '<a>'.repeat(60_000), 'unreadable'],
    ['an assertion alone', signedAssertion, 'not-a-response'],
  ])('%s', (_what, document, reason) => expect(verdict(document)).toBe(reason))
})
