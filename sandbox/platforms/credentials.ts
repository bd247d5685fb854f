import { anprServices, assertionAudience, type AnprServices } from './anpr/services.ts'
import type { Keys } from './keys.ts'
import { towns, type Town } from './towns.ts'

/** What a municipality would have been handed by each platform. */
export interface TownCredentials extends Town {
  io: { baseUrl: string; subscriptionKey: string; serviceId: string }
  pagopa: {
    baseUrl: string
    receiptsUrl: string
    fdrUrl: string
    subscriptionKey: string
    organizationFiscalCode: string
    segregationCode: string
    iban: string
    companyName: string
  }
  anpr: {
    baseUrl: string
    tokenUrl: string
    clientId: string
    kid: string
    privateKeyPem: string
    assertionAudience: string
    services: AnprServices
  }
  register: { baseUrl: string; token: string }
}

/** An identity provider whose signed Responses can be trusted. */
export interface IdentityProvider {
  method: 'SPID' | 'CIE'
  entityId: string
  name: string
  certificatePem: string
  metadataUrl: string
  ssoUrl: string
}

export interface Credentials {
  towns: TownCredentials[]
  identityProviders: IdentityProvider[]
}

export const entityIds = { SPID: 'https://idp.spid.sandbox', CIE: 'https://idp.cie.sandbox' } as const

export const subscriptionKeys = {
  io: (code: string): string => `sandbox-io-${code}`,
  pagopa: (code: string): string => `sandbox-gpd-${code}`,
  register: (code: string): string => `sandbox-register-${code}`,
}

export interface PlatformUrls {
  io: string
  pagopa: string
  anpr: string
  spid: string
  register: string
}

/** All credentials of the demo towns, as they go into credentials.json. */
export function credentialsOf(keys: Keys, urls: PlatformUrls): Credentials {
  return {
    towns: towns.map(town => townCredentials(town, keys, urls)),
    identityProviders: [
      identityProvider('SPID', 'SPID di prova', keys.spid.certificatePem, `${urls.spid}/spid`),
      identityProvider('CIE', 'CIE di prova', keys.cie.certificatePem, `${urls.spid}/cie`),
    ],
  }
}

function townCredentials(town: Town, keys: Keys, urls: PlatformUrls): TownCredentials {
  const client = keys.clients[town.code]
  if (!client) throw new Error(`keys.json knows no client for ${town.name}: remove the sandbox data folder.`)
  return {
    ...town,
    io: {
      baseUrl: `${urls.io}/api/v1`,
      subscriptionKey: subscriptionKeys.io(town.code),
      serviceId: `SANDBOX-MENSA-${town.code}`,
    },
    pagopa: {
      baseUrl: `${urls.pagopa}/gpd/debt-positions-service/v1`,
      receiptsUrl: `${urls.pagopa}/bizevents/service/v1`,
      fdrUrl: `${urls.pagopa}/fdr-org/service/v1`,
      subscriptionKey: subscriptionKeys.pagopa(town.code),
      organizationFiscalCode: town.fiscalCode,
      segregationCode: '01',
      iban: town.iban,
      companyName: `Comune di ${town.name}`,
    },
    anpr: {
      baseUrl: urls.anpr,
      tokenUrl: `${urls.anpr}/token.oauth2`,
      ...client,
      assertionAudience,
      services: anprServices,
    },
    register: { baseUrl: urls.register, token: subscriptionKeys.register(town.code) },
  }
}

function identityProvider(
  method: 'SPID' | 'CIE',
  name: string,
  certificatePem: string,
  base: string,
): IdentityProvider {
  return {
    method,
    entityId: entityIds[method],
    name,
    certificatePem,
    metadataUrl: `${base}/metadata`,
    ssoUrl: `${base}/sso`,
  }
}
