import { randomBytes, randomUUID } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { escape } from '../platforms/html.ts'
import type { FrontOfficeTown } from './front-office.ts'

/** A request being made: who signed in, for which town. Forgotten when the sandbox stops. */
export interface Draft {
  /** Also the key that makes sending twice harmless. */
  id: string
  town: FrontOfficeTown
  method: 'SPID' | 'CIE'
  /** The id of our AuthnRequest, which the Response must answer. */
  requestId: string
  signedIn: { response: string; fiscalCode: string } | null
}

export interface Drafts {
  begin: (town: FrontOfficeTown, method: 'SPID' | 'CIE') => Draft
  find: (id: string) => Draft | undefined
  /** Takes the identity provider's Response; false when the sign-in failed. */
  signIn: (draft: Draft, response: string) => boolean
}

export function createDrafts(): Drafts {
  const drafts = new Map<string, Draft>()
  return {
    begin: (town, method) => {
      const draft = { id: randomUUID(), town, method, requestId: `_${randomBytes(16).toString('hex')}`, signedIn: null }
      drafts.set(draft.id, draft)
      return draft
    },
    find: id => drafts.get(id),
    signIn: (draft, response) => {
      // Only to know whom to greet: whether the Response is genuine is for Iter to verify.
      const xml = Buffer.from(response, 'base64').toString('utf8')
      const fiscalCode = /TINIT-([A-Z0-9]{16})/.exec(xml)?.[1]
      if (fiscalCode === undefined) return false
      drafts.set(draft.id, { ...draft, signedIn: { response, fiscalCode } })
      return true
    },
  }
}

/** Where the browser goes to sign in: our AuthnRequest by HTTP-Redirect. */
export function signInUrl(draft: Draft, identityProvider: string, now: Date): string {
  const { town, requestId } = draft
  const xml = [
    `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"`,
    ` ID="${requestId}" Version="2.0" IssueInstant="${now.toISOString()}" ForceAuthn="true" Destination="${escape(identityProvider)}"`,
    ` AssertionConsumerServiceURL="${escape(town.recipient)}" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST">`,
    `<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity" NameQualifier="${escape(town.audience)}">${escape(town.audience)}</saml:Issuer>`,
    `<samlp:NameIDPolicy Format="urn:oasis:names:tc:SAML:2.0:nameid-format:transient"/>`,
    `<samlp:RequestedAuthnContext Comparison="minimum"><saml:AuthnContextClassRef>https://www.spid.gov.it/SpidL2</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>`,
    `</samlp:AuthnRequest>`,
  ].join('')
  const query = new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString('base64'), RelayState: draft.id })
  return `${identityProvider}?${query.toString()}`
}
