import type { Instant, LocalDate } from '../../engine/json.ts'

/** A payment report (FdR) as stored, whichever form it came in. Amounts are euro cents. */
export interface ReportHeader {
  flowId: string
  /** Null when the form does not carry it: the later date of the flow replaces the earlier. */
  revision: number | null
  flowAt: Instant
  /** TRN of the bank transfer. */
  regulationId: string
  regulationOn: LocalDate
  psp: string
  pspName: string
  /** Fiscal code of the creditor it is for. */
  receiver: string
  totalCount: number
  totalCents: number
}

export interface ReportRow {
  position: number
  iuv: string
  iur: string
  transfer: number
  cents: number
  outcome: Outcome
  outcomeOn: LocalDate
}

/** 0 executed, 3 revoked, 4 stand-in, 8 stand-in without request, 9 paid without receipt (SACI 3.2.1). */
export const outcomes = [0, 3, 4, 8, 9] as const
export type Outcome = (typeof outcomes)[number]

export const outcomeRevoked: Outcome = 3

/** Header and rows disagree: the report is kept, nothing is reconciled with it. */
export interface ReportAnomaly {
  code: 'count-differs' | 'sum-differs' | 'row-repeated'
  expected?: number
  found?: number
  /** IUVs of rows that are there twice; the first few. */
  about?: string[]
}

export type ReportPiece =
  | { type: 'header'; header: ReportHeader }
  | { type: 'rows'; rows: ReportRow[] }
  | { type: 'end'; anomalies: ReportAnomaly[] }

const namedRepetitions = 10

/** Counts rows as they pass and compares them with the header at the end. */
export function rowCounter(): { add(row: ReportRow): void; anomalies(header: ReportHeader): ReportAnomaly[] } {
  const seen = new Set<string>()
  const repeated: string[] = []
  let count = 0
  let cents = 0
  let revokedCents = 0
  return {
    add({ iuv, iur, transfer, ...row }) {
      const key = `${iuv} ${iur} ${transfer}`
      if (seen.has(key)) repeated.push(iuv)
      seen.add(key)
      count += 1
      cents += row.cents
      if (row.outcome === outcomeRevoked) revokedCents += row.cents
    },
    anomalies({ totalCount, totalCents }) {
      // Providers write revoked amounts as added, as left out, and as taken off again.
      const isSum = [cents, cents - revokedCents, cents - 2 * revokedCents].includes(totalCents)
      return [
        ...(count === totalCount ? [] : [{ code: 'count-differs' as const, expected: totalCount, found: count }]),
        ...(isSum ? [] : [{ code: 'sum-differs' as const, expected: totalCents, found: cents }]),
        ...(repeated.length === 0
          ? []
          : [{ code: 'row-repeated' as const, found: repeated.length, about: repeated.slice(0, namedRepetitions) }]),
      ]
    },
  }
}
