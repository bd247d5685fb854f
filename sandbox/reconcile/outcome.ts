import { z } from 'zod'
import { dotWords } from '../../reconciliation/words.ts'

const text = z.object({ it: z.string(), en: z.string() })
const place = z.object({ page: z.int().optional(), line: z.int().optional(), column: z.int().optional() })
const refusal = z.object({
  code: z.string().describe('what is wrong, for programs'),
  text: text.describe('what is wrong and what to do, in words'),
  place: place.optional().describe('where: page of the journal, line, column; they count from 1'),
})
const part = z.object({
  count: z.int().describe('movements'),
  cents: z.int().describe('their sum, euro cents'),
  flows: z.int().describe('reports that they name'),
})
const parts = z.record(z.string(), part)
const importReport = z.object({
  movements: part.describe('all that was read'),
  parts: parts.describe(
    'each movement in exactly one of reconciled, other-partner, unreported, error, not-pagopa, reversed, known, ignored: they add up to movements',
  ),
})

const file = z.object({
  name: z.string(),
  sha256: z.string(),
  kind: z.enum(['report', 'journal']),
  state: z.enum(['taken', 'known', 'refused']).describe('known: it was here before, nothing changed'),
  sameAs: z
    .string()
    .nullable()
    .describe('name of the equal file that came before; null when only its content was known'),
  problem: refusal.nullable().describe('why it was refused'),
  report: z
    .object({
      flowId: z.string(),
      psp: z.string(),
      rows: z.int(),
      totalCents: z.int(),
      anomalies: z.array(z.object({ code: z.string(), text })).describe('what header and rows disagree about'),
    })
    .nullable()
    .describe('of a payment report that was taken'),
  journal: z
    .object({
      format: z.string().describe('version that the content turned out to have'),
      frozen: importReport.describe('as it stood when the journal was taken'),
      now: importReport.describe('as it stands after all files'),
    })
    .nullable()
    .describe('of a cash journal that was taken'),
})

const entry = z.object({
  bank: z.string().describe('ABI code of the treasury bank'),
  exercise: z.int(),
  number: z.string(),
  movedOn: z.string(),
  cents: z.int().describe('as executed'),
  reversedCents: z.int().describe('taken back since'),
  cause: z.string().describe('text of the transfer'),
  class: z.string().describe('reconciled, other-partner, unreported, error, not-pagopa, reversed'),
  code: z.string().describe('the name that accountants know'),
  rule: z.string().describe('the rule that decided'),
  reasons: z.array(text).describe('why, in words'),
  differenceCents: z.int().nullable().describe('credited minus reported, signed'),
  candidates: z
    .array(z.object({ flowId: z.string(), psp: z.string(), totalCents: z.int(), by: z.array(z.string()) }))
    .describe('of an entry in error: reports that agree in trn, amount or date'),
})

const flow = z.object({
  flowId: z.string(),
  psp: z.string(),
  flowAt: z.string(),
  state: z.enum(['current', 'replaced', 'anomalous']),
  status: z.string().describe('waiting, partial, reconciled, difference, nothing-due, other-partner, ambiguous'),
  regulationOn: z.string(),
  totalCents: z.int(),
  creditedCents: z.int(),
  reconciledOn: z.string().nullable(),
})

const payment = z.object({
  iuv: z.string(),
  cents: z.int(),
  dueOn: z.string().nullable(),
  receiptId: z.string().nullable(),
  paid: z.string().describe(`first dot: ${Object.keys(dotWords.paid).join(', ')}`),
  reported: z.string().describe(`second dot: ${Object.keys(dotWords.reported).join(', ')}`),
  reconciled: z.string().describe(`third dot: ${Object.keys(dotWords.reconciled).join(', ')}`),
  missing: z.string().describe('what is looked for: payment, receipt, report, credit, difference; or nothing'),
  code: z.string().nullable().describe('the name that accountants know'),
  duplicates: z.int().describe('further receipts for the same debt'),
})

/** What `npm run reconcile -- <folder> --json` prints; docs/reconciliation.md's table is made of it. */
export const outcomeSchema = z.object({
  format: z.literal('iter-reconcile/1'),
  town: z.object({ name: z.string(), fiscalCode: z.string() }),
  positions: z.object({
    taken: z.int(),
    refused: z.array(refusal).describe('rows of positions.csv that were not taken'),
  }),
  files: z.array(file).describe('in the order in which they were taken'),
  entries: z.array(entry),
  flows: z.array(flow),
  payments: z.array(payment),
})
export type Outcome = z.output<typeof outcomeSchema>
export type FileOutcome = Outcome['files'][number]
