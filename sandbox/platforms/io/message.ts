import { z } from 'zod'
import { fiscalCodePattern } from '../fiscal-code.ts'

const fiscalCode = z.string().regex(fiscalCodePattern, 'not a fiscal code')

const paymentSchema = z.object({
  amount: z.int().min(1).max(9_999_999_999),
  notice_number: z.string().regex(/^[0123][0-9]{17}$/, 'not a notice number'),
  invalid_after_due_date: z.boolean().default(false),
  payee: z.object({ fiscal_code: z.string().regex(/^\d{11}$/) }).optional(),
})

const contentSchema = z.object({
  subject: z.string().min(10).max(120),
  markdown: z.string().min(80).max(10_000),
  require_secure_channels: z.boolean().optional(),
  payment_data: paymentSchema.optional(),
  due_date: z.iso.datetime({ offset: false }).optional(),
  third_party_data: z.looseObject({ has_attachments: z.boolean().optional() }).optional(),
})

/** NewMessage of the services API, v4: the limits are the contract's. */
export const newMessageSchema = z.object({
  time_to_live: z.int().min(3600).max(604_800).default(3600),
  content: contentSchema,
  default_addresses: z.object({ email: z.email().optional() }).optional(),
  fiscal_code: fiscalCode.optional(),
  feature_level_type: z.enum(['STANDARD', 'ADVANCED']).default('STANDARD'),
})

export const profileRequestSchema = z.object({ fiscal_code: fiscalCode })

/** A message as IO keeps it. */
export const storedMessageSchema = z.object({
  id: z.string(),
  fiscal_code: z.string(),
  created_at: z.string(),
  sender_service_id: z.string(),
  time_to_live: z.int(),
  feature_level_type: z.enum(['STANDARD', 'ADVANCED']),
  content: contentSchema,
  status: z.enum(['PROCESSED', 'REJECTED']),
})

export type NewMessage = z.infer<typeof newMessageSchema>
export type StoredMessage = z.infer<typeof storedMessageSchema>

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID: 48 bits of milliseconds and 80 random bits, in Crockford's base 32. */
export function ulid(at: Date, random: Uint8Array): string {
  let time = at.getTime()
  let prefix = ''
  for (let place = 0; place < 10; place += 1) {
    prefix = alphabet.charAt(time % 32) + prefix
    time = Math.floor(time / 32)
  }
  return prefix + Array.from(random.subarray(0, 16), byte => alphabet.charAt(byte % 32)).join('')
}
