import { z } from 'zod'
import type { Platform } from './declaration.ts'

/** What a town was handed by each platform: `secrets` is sealed in the database, `settings` is public. */

const base64url = z.string().min(1)

const service = z.object({ path: z.string(), audience: z.string(), purposeId: z.string() })

const schemas = {
  register: { secrets: z.object({ token: base64url }), settings: z.object({}) },
  anpr: {
    secrets: z.object({ clientId: z.string(), kid: z.string(), privateKeyPem: z.string() }),
    settings: z.object({
      tokenUrl: z.url(),
      assertionAudience: z.string(),
      services: z.object({ C020: service, C021: service, C024: service, C025: service }),
    }),
  },
  pagopa: {
    secrets: z.object({ subscriptionKey: base64url }),
    settings: z.object({
      receiptsUrl: z.url(),
      /** Two digits, 00-49: which technology partner of this creditor issues the notice. */
      segregationCode: z.string().regex(/^[0-4]\d$/),
      /** All those that are the town's through us, back-office programs' included; the one above when left out. */
      segregationCodes: z.array(z.string().regex(/^\d\d$/)).optional(),
      /** Of legacy notices (aux digit 0), when the town had any. */
      applicationCodes: z.array(z.string().regex(/^\d\d$/)).optional(),
      /** Codes known to be another technology partner's, with its name for the reports. */
      otherPartners: z
        .array(z.object({ code: z.string().regex(/^\d\d$/), name: z.string().min(1).max(140) }))
        .optional(),
      /** Payment reports (FdR, organisations' side); without it they are uploaded by hand. */
      fdrUrl: z.url().optional(),
      iban: z.string().min(1).max(35),
      /** Of the creditor's postal account: when there is one, the notice must offer it too. */
      postalIban: z.string().min(1).max(35).optional(),
      companyName: z.string().min(1).max(140),
      cbill: z.string().optional(),
      /** pagoPA taxonomy of the service; the default is school canteens of municipalities. */
      category: z.string().default('9/0201102IM/'),
    }),
  },
  io: { secrets: z.object({ subscriptionKey: base64url }), settings: z.object({ serviceId: z.string().optional() }) },
  spid: {
    secrets: z.object({}),
    /** Our entity id, and the address that responses are sent to. */
    settings: z.object({ audience: z.string().min(1), recipient: z.string().min(1) }),
  },
} as const satisfies Partial<Record<Platform, { secrets: z.ZodType; settings: z.ZodType }>>

export type ConfiguredPlatform = keyof typeof schemas

type Outputs = {
  [P in ConfiguredPlatform]: {
    secrets: z.output<(typeof schemas)[P]['secrets']>
    settings: z.output<(typeof schemas)[P]['settings']>
  }
}

export const settingSchemas: {
  [P in ConfiguredPlatform]: {
    secrets: z.ZodType<Outputs[P]['secrets']>
    settings: z.ZodType<Outputs[P]['settings']>
  }
} = schemas

export interface PlatformSetting<P extends ConfiguredPlatform> {
  baseUrl: string
  secrets: Outputs[P]['secrets']
  settings: Outputs[P]['settings']
}
