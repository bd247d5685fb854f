import type { LocalDate } from '../engine/json.ts'

/** Whose payments are a town's own: its technology partner's codes, and those that are known to be others'. */
export interface Ownership {
  /** Fiscal code of the creditor (11 digits). */
  fiscalCode: string
  /** Segregation codes (two digits) that the town's notices carry when they go through Iter or through back-office programs behind it. */
  segregationCodes: string[]
  /** Application codes of legacy notices (aux digit 0); absent when the town never had any. */
  applicationCodes?: string[]
  /** Codes that are known to be another technology partner's, with its name for the report. */
  otherPartners: { code: string; name: string }[]
}

/** A provider's report as classification needs it. Amounts are euro cents. */
export interface FlowFact {
  /** Our id of the stored revision. */
  id: string
  flowId: string
  psp: string
  revision: number
  totalCents: number
  /** Header and rows disagree: nothing is reconciled with it until a revision mends it. */
  isAnomalous: boolean
  /** Every row belongs to another technology partner. */
  isForeign: boolean
  regulationOn: LocalDate
  regulationId: string
}

/** What an entry's text names. `value` is compared: upper case, blanks taken out. */
export interface Reference {
  kind: 'flow' | 'iuv' | 'broken'
  value: string
  /** As the bank wrote it. */
  written: string
}

/** A money entry of the treasury. `cents` as executed; `reversedCents` is what later movements took back. */
export interface EntryFact {
  id: string
  bank: string
  exercise: number
  number: string
  cents: number
  reversedCents: number
  movedOn: LocalDate
  endToEndId: string | null
  references: Reference[]
  /** The text carries a pagoPA tag, readable or not. */
  isPagopa: boolean
  assignment: Assignment | null
}

/** A person's decision, which goes before what the text says. */
export type Assignment =
  | { target: 'flow'; flowId: string; psp: string }
  | { target: 'payment'; iuv: string }
  | { target: 'not-pagopa' }
  | { target: 'other-partner' }

/** A payment that an entry names by itself, without a report. */
export interface PaymentFact {
  iuv: string
  cents: number
}

export type EntryClass = 'reconciled' | 'other-partner' | 'unreported' | 'error' | 'not-pagopa' | 'reversed'

export type FlowStatus =
  'waiting' | 'partial' | 'reconciled' | 'difference' | 'nothing-due' | 'other-partner' | 'ambiguous'

/** Why an entry is in its class: a code for programs, the flow, payment or entry it is about, and amounts in cents. */
export interface Reason {
  code: ReasonCode
  /** Flow ids, IUVs or entry numbers that the sentence names. */
  about?: string[]
  expectedCents?: number
  foundCents?: number
}

export type ReasonCode =
  | 'sums-agree'
  | 'single-payment'
  | 'assigned'
  | 'waits-for-report'
  | 'partial-credit'
  | 'amount-differs'
  | 'already-reconciled'
  | 'flow-anomalous'
  | 'flow-ambiguous'
  | 'several-flows-differ'
  | 'reference-unreadable'
  | 'payment-unknown'
  | 'other-partners-flow'
  | 'other-partners-payment'
  | 'no-reference'
  | 'fully-reversed'

export interface EntryVerdict {
  entry: string
  class: EntryClass
  /** The name accountants know: RT_IUF_TES, IUF_TES_DIV_IMP, RT_TES, TES_NO_IUF_OR_IUV, TES_NO_MATCH. */
  code: string
  reasons: Reason[]
  /** Credited minus reported, signed; null where nothing is compared. */
  differenceCents: number | null
}

export interface FlowVerdict {
  flow: string
  status: FlowStatus
  creditedCents: number
  /** Date of the entry that completed it; null unless reconciled. */
  reconciledOn: LocalDate | null
}
