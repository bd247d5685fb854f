import { z } from 'zod'
import { declare } from '../kernel/declaration.ts'
import { localDate, person, uuid } from '../kernel/fields.ts'

export const createNoticeDeclaration = declare({
  name: 'pagopa.createNotice',
  label: { it: 'Crea avviso pagoPA', en: 'Create a pagoPA notice' },
  platform: 'pagopa',
  dispatch: 'local-first',
  retry: 'platform',
  repeat: 'ask',
  recordable: true,
  timeoutSeconds: 30,
  errors: ['position-refused'],
  input: z.strictObject({
    debtor: person,
    cents: z.int().min(1).max(99_999_999),
    dueDate: localDate,
    description: z.string().min(1).max(140),
  }),
  output: z.strictObject({
    iupd: z.string(),
    iuv: z.string().regex(/^\d{17}$/),
    nav: z.string().regex(/^\d{18}$/),
    positionId: uuid,
    documentId: uuid,
  }),
})
