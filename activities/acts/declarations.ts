import { z } from 'zod'
import { declare } from '../kernel/declaration.ts'
import { cents, className, days, localDate, uuid } from '../kernel/fields.ts'

export const actKinds = ['receipt', 'integration-request', 'refusal-notice', 'approval', 'refusal'] as const

const protocol = z.looseObject({ number: z.string(), year: z.int(), date: localDate })

export const issueDeclaration = declare({
  name: 'acts.issue',
  label: { it: 'Redigi atto', en: 'Issue an act' },
  platform: 'acts',
  dispatch: 'local-first',
  retry: 'internal',
  repeat: 'natural-key',
  recordable: false,
  timeoutSeconds: 20,
  errors: [],
  input: z.strictObject({
    kind: z.enum(actKinds),
    reasons: z.string().max(10_000).nullish(),
    missing: z
      .array(z.looseObject({ code: z.string().nullish(), text: z.string() }))
      .max(50)
      .nullish(),
    conditions: z.string().max(10_000).nullish(),
    /** Protocol of the request, or of this act when it was registered before. */
    protocol: protocol.nullish(),
    /** Last day of the procedure's term, or of the time given to answer. */
    due: localDate.nullish(),
    schoolYear: z.string().nullish(),
    schoolName: z.string().nullish(),
    class: className.nullish(),
    days: days.nullish(),
    startsOn: localDate.nullish(),
    fareCents: cents.nullish(),
    /** What the fare rests on: rule and resolution. */
    fareReason: z.string().max(2000).nullish(),
  }),
  output: z.strictObject({ documentId: uuid }),
})
