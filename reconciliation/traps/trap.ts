import type { Text } from '../../engine/json.ts'
import type { JournalSample, Movement } from '../samples/journal.ts'
import type { ReportSample } from '../samples/report.ts'

/** A case that real files bring and that matching must survive: the files that show it, and how it must end. */
export interface Trap {
  id: string
  title: Text
  /** What happens in real life. */
  what: Text
  positions?: PositionSample[]
  /** In the order in which they come. */
  files: SampleFile[]
  expect: Expected
}

export interface PositionSample {
  iuv: string
  cents: number
  isPaid: boolean
  receiptId?: string
}

export type SampleFile =
  | { type: 'report'; report: ReportSample }
  | { type: 'journal'; journal: JournalSample }
  /** A journal's pages in an archive. */
  | { type: 'pages'; pages: JournalSample[] }
  /** The file with that number (from 1), once more. */
  | { type: 'again'; of: number }
  | { type: 'text'; text: string }

/** How it must end. Only what is listed is compared, and of entries, flows and payments all must be listed. */
export interface Expected {
  /** By the file's number, from 1: `known`, or the code of its refusal. Others are taken. */
  files?: Record<number, string>
  /** By number and year: class and rule. */
  entries: Record<string, string>
  /** By the end of their ids, with the provider where two have the same: state, when it is not the current one, and status. */
  flows: Record<string, string>
  /** By IUV: paid, reported, reconciled. */
  payments: Record<string, string>
  /** Names that accountants know, of payments. */
  codes?: Record<string, string>
}

export const bank = '05034'
const provider = 'BPPIITRRXXX'

/** An own IUV (segregation code 01), and one of another technology partner (47). */
export const own = (n: number): string => `01${String(n).padStart(15, '0')}`
export const foreign = (n: number): string => `47${String(n).padStart(15, '0')}`

export const flowId = (name: string, on = '2026-11-20'): string => `${on}${provider}-${name}`
/** The text of a bank transfer as pagoPA lays it down (AT-05). */
export const payout = (name: string): string => `/PUR/LGPE-RIVERSAMENTO/URI/${flowId(name)}`

type Row = NonNullable<ReportSample['rows']>[number]

/** A report whose header agrees with its rows, unless told otherwise. */
export function report(name: string, rows: Row[], some: ReportSample = {}): SampleFile {
  const total = rows.filter(row => row.outcome !== '3').reduce((sum, row) => sum + centsOf(row.amount), 0)
  return {
    type: 'report',
    report: { flowId: flowId(name), trn: `TRN-${name}`, rows, total: (total / 100).toFixed(2), ...some },
  }
}

export function journal(day: string, movements: Movement[], some: JournalSample = {}): SampleFile {
  return { type: 'journal', journal: { day, movements, version: '1.8', ...some } }
}

/** Paid, with a receipt of the reference that reports give it. */
export const paid = (n: number, cents: number): PositionSample => ({
  iuv: own(n),
  cents,
  isPaid: true,
  receiptId: `R-${own(n)}`,
})

/** All three dots on. */
export const threeDots = 'paid reported reconciled'

const centsOf = (amount: string): number => Math.round(Number(amount) * 100)
