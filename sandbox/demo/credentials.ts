import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const service = z.object({ path: z.string(), audience: z.string(), purposeId: z.string() })

const town = z.object({
  code: z.string(),
  io: z.object({ baseUrl: z.string(), subscriptionKey: z.string(), serviceId: z.string() }),
  pagopa: z.object({
    baseUrl: z.string(),
    receiptsUrl: z.string(),
    fdrUrl: z.string(),
    subscriptionKey: z.string(),
    segregationCode: z.string(),
    iban: z.string(),
    companyName: z.string(),
  }),
  anpr: z.object({
    baseUrl: z.string(),
    tokenUrl: z.string(),
    clientId: z.string(),
    kid: z.string(),
    privateKeyPem: z.string(),
    assertionAudience: z.string(),
    services: z.record(z.string(), service),
  }),
  register: z.object({ baseUrl: z.string(), token: z.string() }),
})

const credentialsFile = z.object({
  towns: z.array(town),
  identityProviders: z.array(
    z.object({ method: z.enum(['SPID', 'CIE']), entityId: z.string(), name: z.string(), certificatePem: z.string() }),
  ),
})

export type TownCredentials = z.infer<typeof town>
export type SandboxCredentials = z.infer<typeof credentialsFile>

/** What the sandbox platforms hand to their clients; they write the file when they first start. */
export function readCredentials(sandboxDir: string): SandboxCredentials {
  return credentialsFile.parse(JSON.parse(readFileSync(join(sandboxDir, 'credentials.json'), 'utf8')))
}
