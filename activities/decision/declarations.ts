import { z } from 'zod'
import { declare } from '../kernel/declaration.ts'
import { localDate } from '../kernel/fields.ts'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

export const evaluateDeclaration = declare({
  name: 'decision.evaluate',
  label: { it: 'Applica la tabella del comune', en: "Apply the municipality's table" },
  platform: 'acts',
  dispatch: 'local-first',
  retry: 'internal',
  repeat: 'natural-key',
  recordable: false,
  timeoutSeconds: 10,
  errors: [],
  input: z.strictObject({
    decision: z.string().min(1).max(60),
    date: localDate,
    inputs: z.record(z.string(), z.union([scalar, z.array(scalar)])),
  }),
  output: z.strictObject({
    output: z.union([scalar, z.record(z.string(), z.unknown()), z.array(z.unknown())]),
    rules: z.array(z.strictObject({ number: z.int().min(1), text: z.string() })),
    table: z.strictObject({ key: z.string(), resolution: z.string(), validFrom: localDate }),
  }),
})
