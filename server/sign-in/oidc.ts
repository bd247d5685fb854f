import {
  ClientSecretBasic,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Configuration } from 'openid-client'
import { z } from 'zod'

import { isLoopback } from '../config.ts'

export interface OidcOptions {
  issuer: URL
  clientId: string
  clientSecret: string
  redirectUri: string
  /** Classes of sign-in that are strong enough; any, when there is none. */
  acr: readonly string[]
}

/** The provider knows the person, but not by means that are strong enough. */
export class SignInTooWeak extends Error {
  readonly kind = 'sign-in-too-weak'
}

interface Pending {
  state: string
  nonce: string
  verifier: string
}

/** What the provider says of a person. Rights never come from here. */
export interface Claims {
  subject: string
  name: string | null
  email: string | null
  emailVerified: boolean
}

export interface Oidc {
  begin(): Promise<{ url: string; pending: Pending }>
  /** @throws SignInTooWeak */
  finish(currentUrl: URL, pending: Pending): Promise<Claims>
  /** Where to sign out at the provider's; null when it has no such page. */
  signOutUrl(returnTo: string): Promise<string | null>
}

const idToken = z.object({
  sub: z.string().min(1).max(255),
  acr: z.string().max(500).optional(),
  name: z.string().max(200).optional(),
  email: z.string().max(200).optional(),
  email_verified: z.boolean().optional(),
})

/** Code flow with PKCE, state and nonce. The provider is looked up at the first sign-in, so that it may start after this process. */
export function createOidc(options: OidcOptions): Oidc {
  let known: Promise<Configuration> | null = null
  const configuration = (): Promise<Configuration> => {
    known ??= discover(options).catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }
  return {
    begin: async () => {
      const pending = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: options.redirectUri,
        scope: 'openid profile email',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
        ...(options.acr.length > 0 && { acr_values: options.acr.join(' ') }),
      })
      return { url: url.href, pending }
    },
    finish: async (currentUrl, pending) => {
      const tokens = await authorizationCodeGrant(await configuration(), currentUrl, {
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        pkceCodeVerifier: pending.verifier,
        idTokenExpected: true,
      })
      const { sub, acr, name, email, email_verified } = idToken.parse(tokens.claims())
      // Asked for above, which a provider may overlook.
      if (options.acr.length > 0 && !options.acr.includes(acr ?? ''))
        throw new SignInTooWeak(
          `The provider signed somebody in by ${acr ?? 'no acr'}, none of ${options.acr.join(', ')}`,
        )
      return { subject: sub, name: name ?? null, email: email ?? null, emailVerified: email_verified ?? true }
    },
    signOutUrl: async returnTo => {
      const found = await configuration()
      if (!found.serverMetadata().end_session_endpoint) return null
      return buildEndSessionUrl(found, { post_logout_redirect_uri: returnTo }).href
    },
  }
}

async function discover({ issuer, clientId, clientSecret }: OidcOptions): Promise<Configuration> {
  return discovery(issuer, clientId, undefined, ClientSecretBasic(clientSecret), {
    // The configuration has refused plain http for anything but loopback.
    execute: issuer.protocol === 'http:' && isLoopback(issuer) ? [allowInsecureRequests] : [],
  })
}
