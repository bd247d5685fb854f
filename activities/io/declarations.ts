import { z } from 'zod'
import { declare } from '../kernel/declaration.ts'
import { fiscalCode, localDate } from '../kernel/fields.ts'

/** IO has no idempotency key and cannot be asked by ours: after a lost answer a person verifies. */
export const sendMessageDeclaration = declare({
  name: 'io.sendMessage',
  label: { it: 'Invia messaggio su IO', en: 'Send a message on IO' },
  platform: 'io',
  dispatch: 'queued',
  retry: 'platform',
  repeat: 'person',
  recordable: true,
  timeoutSeconds: 20,
  errors: ['io-refused'],
  input: z.strictObject({
    fiscalCode,
    /** Stable name of the message, one of each per case and notice. */
    template: z.string().min(1).max(60),
    subject: z.string().min(10).max(120),
    /** Markdown. */
    body: z.string().min(80).max(10_000),
    payment: z
      .looseObject({
        cents: z.int().min(1).max(9_999_999_999),
        nav: z.string().regex(/^[0123]\d{17}$/),
        dueDate: localDate,
        /** Nobody can pay after the due date. */
        expires: z.boolean().nullish(),
      })
      .nullish(),
    /** Where the citizen can be reached when IO cannot. */
    email: z.string().max(254).nullish(),
  }),
  output: z.strictObject({
    sent: z.boolean(),
    messageId: z.string().optional(),
    reason: z.enum(['not-on-io', 'sender-blocked']).optional(),
    reachedBy: z.enum(['io', 'email', 'paper']),
  }),
})
