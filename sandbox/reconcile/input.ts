import { z } from 'zod'
import type { LocalDate, Text } from '../../engine/json.ts'
import type { Place } from '../../reconciliation/readers/file-refused.ts'

const code = z.string().regex(/^\d\d$/, 'two digits')

/** `town.json`: whose files they are, and which payments are the town's own. */
export const townSchema = z.strictObject({
  name: z.string().min(1).max(140).default('Comune'),
  fiscalCode: z.string().regex(/^\d{11}$/, 'eleven digits'),
  segregationCodes: z.array(code).min(1),
  applicationCodes: z.array(code).optional(),
  otherPartners: z.array(z.strictObject({ code, name: z.string().min(1).max(140) })).default([]),
})
export type Town = z.output<typeof townSchema>

/** A row of `positions.csv`. A further row with the same IUV is a further receipt for the same debt. */
export interface Position {
  iuv: string
  cents: number
  dueOn: LocalDate
  isPaid: boolean
  receiptId: string | null
}

export interface Refusal {
  code: string
  text: Text
  place?: Place
}

/** A town's folder, once it is read. */
export interface Input {
  town: Town
  positions: Position[]
  /** Rows of positions.csv that are not taken. */
  refusedRows: Refusal[]
  files: InputFile[]
}

export interface InputFile {
  name: string
  /** Opens it anew each time. */
  chunks: () => AsyncIterable<Uint8Array>
}
