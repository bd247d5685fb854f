import type {
  AccountingMap,
  PaymentDifferencesAnswer,
  PaymentFlow,
  PaymentLine,
  TreasuryEntry,
} from '../api-types.d.ts'

export type Missing = PaymentLine['missing']
export type FlowStatus = PaymentFlow['status']
export type EntryClass = TreasuryEntry['class']
export type DifferenceSums = PaymentDifferencesAnswer['totals']
export type MapLine = Omit<AccountingMap['items'][number], 'label'>

/** What a person says that an entry is the money of. */
export type AssignmentTarget =
  | { target: 'flow'; flow: string }
  | { target: 'payment'; payment: string }
  | { target: 'not-pagopa' }
  | { target: 'other-partner' }
