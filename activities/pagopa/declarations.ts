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

export const annulNoticeDeclaration = declare({
  name: 'pagopa.annulNotice',
  label: { it: 'Annulla gli avvisi pagoPA non pagati', en: 'Annul the unpaid pagoPA notices' },
  platform: 'pagopa',
  dispatch: 'local-first',
  retry: 'platform',
  repeat: 'ask',
  recordable: true,
  timeoutSeconds: 30,
  errors: ['position-refused'],
  input: z.strictObject({}),
  output: z.strictObject({
    annulled: z.int().min(0),
    paid: z.int().min(0),
    notices: z
      .array(z.strictObject({ nav: z.string(), state: z.enum(['annulled', 'paid', 'absent']) }))
      .describe('Che cosa ne è stato di ogni avviso aperto'),
  }),
})
