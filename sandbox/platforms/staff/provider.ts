import { createPrivateKey } from 'node:crypto'
import { Provider, type Configuration } from 'oidc-provider'
import type { Keys } from '../keys.ts'
import { createMemory } from './adapter.ts'
import type { StaffMember } from './members.ts'

/** The console as a client of the provider. */
export interface ConsoleClient {
  clientId: string
  clientSecret: string
  redirectUri: string
  postLogoutRedirectUri?: string
}

/** An OpenID Connect provider for the demo staff: no passwords, so it must never serve real people. */
export function createProvider(
  issuer: string,
  client: ConsoleClient,
  keys: Keys,
  staff: () => StaffMember[],
): Provider {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error('The sandbox signs people in without a password: it does not run with NODE_ENV=production.')
  }
  const provider = new Provider(issuer, configuration(client, keys, staff))
  // The sandbox's page says what went wrong; the console must not depend on its wording.
  provider.on('server_error', (_context, error) => console.error(error))
  return provider
}

function configuration(client: ConsoleClient, keys: Keys, staff: () => StaffMember[]): Configuration {
  return {
    adapter: createMemory(),
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [client.redirectUri],
        post_logout_redirect_uris: client.postLogoutRedirectUri === undefined ? [] : [client.postLogoutRedirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: {
      keys: [{ ...createPrivateKey(keys.staffPem).export({ format: 'jwk' }), kid: 'staff', use: 'sig', alg: 'RS256' }],
    },
    cookies: { keys: [keys.cookieKey] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    // Without one the provider never says by what means somebody signed in. This one is REFEDS' class for a second factor.
    acrValues: ['https://refeds.org/profile/mfa'],
    // The console reads name and email from the id_token and needs no other call.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    ttl: { Session: 3600, Interaction: 3600, Grant: 3600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    // Sessions here do not remember the person (see the adapter), so nothing may hang on them.
    expiresWithSession: () => false,
    findAccount: (_context, subject) => {
      const member = staff().find(one => one.subject === subject)
      if (!member) return undefined
      return { accountId: subject, claims: () => ({ sub: subject, name: member.name, email: member.email }) }
    },
    loadExistingGrant: async context => {
      const accountId = context.oidc.session?.accountId
      if (accountId === undefined) return undefined
      const grant = new context.oidc.provider.Grant({ accountId, clientId: client.clientId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  }
}
