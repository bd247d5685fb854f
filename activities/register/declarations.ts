import { z } from 'zod'
import { declare } from '../kernel/declaration.ts'
import { localDate, uuid } from '../kernel/fields.ts'

export const protocolDeclaration = declare({
  name: 'register.protocol',
  label: { it: 'Protocolla', en: 'Register in the protocol' },
  platform: 'register',
  dispatch: 'local-first',
  retry: 'platform',
  repeat: 'ask',
  recordable: true,
  timeoutSeconds: 15,
  errors: [],
  input: z.strictObject({
    direction: z.enum(['in', 'out']),
    subject: z.string().min(1).max(500),
    documentId: uuid.nullish(),
  }),
  output: z.strictObject({ number: z.string().regex(/^\d{7,}$/), year: z.int(), date: localDate }),
})
