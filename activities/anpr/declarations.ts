import { z } from 'zod'
import { declare } from '../kernel/declaration.ts'
import { fiscalCode } from '../kernel/fields.ts'

const anpr = {
  platform: 'anpr',
  dispatch: 'local-first',
  retry: 'platform',
  // The increasing operation number makes ANPR give its earlier answer again.
  repeat: 'idempotent',
  recordable: true,
  timeoutSeconds: 30,
} as const

export const parenthoodDeclaration = declare({
  ...anpr,
  errors: [],
  name: 'anpr.parenthood',
  label: { it: 'Accerta genitorialità in ANPR', en: 'Check parenthood in ANPR' },
  input: z.strictObject({ applicantFiscalCode: fiscalCode, childFiscalCode: fiscalCode }),
  output: z.strictObject({
    relation: z.enum(['mother', 'father', 'household', 'none']),
    /** Whether ANPR knows the child at all. */
    found: z.boolean(),
    checks: z.array(
      z.strictObject({
        service: z.enum(['C024', 'C025', 'C021']),
        outcome: z.enum(['match', 'no-match', 'not-found']),
        operationId: z.string(),
      }),
    ),
  }),
})

export const residenceDeclaration = declare({
  ...anpr,
  errors: [],
  name: 'anpr.residence',
  label: { it: 'Accerta residenza in ANPR', en: 'Check residence in ANPR' },
  input: z.strictObject({ childFiscalCode: fiscalCode }),
  output: z.strictObject({
    found: z.boolean(),
    resident: z.boolean(),
    /** The address must not be shown outside the office that may know it. */
    protectedAddress: z.boolean(),
    municipality: z.string().optional().describe('Comune di residenza'),
  }),
})
