import { z } from 'zod'
import { declare } from '../kernel/declaration.ts'
import { cents, debtor, localDate, uuid } from '../kernel/fields.ts'

const nav = z.string().regex(/^\d{18}$/)

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
    debtor,
    cents: z.int().min(1).max(99_999_999),
    /** A holiday is moved to the next day that is none. */
    dueDate: localDate,
    description: z.string().min(1).max(140),
    /** Code of the town's payment service: words, account, taxonomy, other bodies' shares. */
    service: z.string().min(1).max(40).nullish(),
    /** Offered beside the single payment, equal to the cent. */
    instalments: z
      .looseObject({
        count: z.int().min(2).max(24),
        firstDate: localDate,
        everyMonths: z.int().min(1).max(12),
      })
      .nullish(),
    /** What goes to the service's other body, where its rate does not say it. */
    shareCents: cents.nullish(),
  }),
  output: z.strictObject({
    iupd: z.string(),
    iuv: z.string().regex(/^\d{17}$/),
    nav,
    positionId: uuid,
    documentId: uuid,
    /** As they stand on the notice. */
    description: z.string().optional(),
    cents: cents.optional(),
    dueDate: localDate.optional(),
    /** Nobody can pay after the last due date. */
    expires: z.boolean().optional(),
    /** In words, for a message: amount and date, and the instalments. */
    howToPay: z.string().optional(),
    /** When to look whether somebody is late. */
    checkOn: localDate.optional(),
    options: z
      .array(z.strictObject({ number: z.int().min(0), nav, iuv: z.string(), cents, dueDate: localDate }))
      .optional()
      .describe('I modi di pagare: 0 in un’unica soluzione, le rate da 1'),
  }),
})

export const checkPositionDeclaration = declare({
  name: 'pagopa.checkPosition',
  label: { it: 'Verifica lo stato del debito', en: 'Look how the debt stands' },
  platform: 'pagopa',
  dispatch: 'local-first',
  retry: 'platform',
  repeat: 'natural-key',
  recordable: false,
  timeoutSeconds: 30,
  errors: [],
  input: z.strictObject({
    iupd: z.string(),
    /** When the debtor was last reminded. */
    remindedOn: localDate.nullish(),
  }),
  output: z.strictObject({
    /**
     * `due`: nobody is late, or the receipt of a payment is on its way; `overdue`: to be reminded of; `unpaid`: reminded in vain, or nobody is reminded;
     * `expired` and `annulled`: nobody can pay any more.
     */
    standing: z.enum(['due', 'overdue', 'unpaid', 'paid', 'expired', 'annulled']),
    leftCents: cents,
    /** The earliest payment that is late. */
    late: z.strictObject({ nav, cents, dueDate: localDate }).optional(),
    checkOn: localDate,
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
    /** What of the debt was still to be paid and no longer can be. */
    openCents: cents.optional().describe('Quanto restava da pagare degli avvisi annullati'),
    notices: z
      .array(z.strictObject({ nav: z.string(), state: z.enum(['annulled', 'paid', 'absent']) }))
      .describe('Che cosa ne è stato di ogni avviso aperto'),
  }),
})
