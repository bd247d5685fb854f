import type { NewPosition, Position, PositionStatus } from './model.ts'

/** Why the node does not let a notice be paid: the creditor's fault codes. */
export type PayFault =
  | 'PAA_PAGAMENTO_SCONOSCIUTO'
  | 'PAA_PAGAMENTO_DUPLICATO'
  | 'PAA_PAGAMENTO_IN_CORSO'
  | 'PAA_PAGAMENTO_SCADUTO'
  | 'PAA_PAGAMENTO_ANNULLATO'

/** What may be done to a position in which state. */
const allowedIn = {
  publish: ['DRAFT'],
  update: ['DRAFT', 'PUBLISHED', 'VALID', 'EXPIRED'],
  invalidate: ['PUBLISHED', 'VALID'],
  delete: ['DRAFT', 'PUBLISHED', 'VALID', 'INVALID', 'EXPIRED'],
} satisfies Record<string, PositionStatus[]>

export type PositionAct = keyof typeof allowedIn

export function mayDo(act: PositionAct, status: PositionStatus): boolean {
  const states: readonly PositionStatus[] = allowedIn[act]
  return states.includes(status)
}

/** Why the notice cannot be paid now, null when it can: who began to pay by instalments goes on so, who paid at once is done. */
export function payFault(position: Position, nav: string): PayFault | null {
  const option = position.paymentOption.find(one => one.nav === nav)
  if (option === undefined) return 'PAA_PAGAMENTO_SCONOSCIUTO'
  if (option.status === 'PO_PAID') return 'PAA_PAGAMENTO_DUPLICATO'
  switch (position.status) {
    case 'VALID':
      return null
    case 'PARTIALLY_PAID':
      return option.isPartialPayment ? null : 'PAA_PAGAMENTO_IN_CORSO'
    case 'PAID':
    case 'REPORTED':
      return 'PAA_PAGAMENTO_DUPLICATO'
    case 'EXPIRED':
      return 'PAA_PAGAMENTO_SCADUTO'
    case 'INVALID':
      return 'PAA_PAGAMENTO_ANNULLATO'
    case 'DRAFT':
    case 'PUBLISHED':
      return 'PAA_PAGAMENTO_SCONOSCIUTO'
  }
}

/** What is wrong with a position that is well formed, null when nothing is. */
export function faultOf(position: NewPosition, now: Date): string | null {
  const validity = position.validityDate === undefined ? null : instant(position.validityDate)
  if (validity !== null && validity <= now.getTime()) return 'validityDate must be in the future'
  const numbers = position.paymentOption.map(option => option.iuv)
  if (new Set(numbers).size < numbers.length) return 'an iuv is repeated among the options'
  for (const option of position.paymentOption) {
    const sum = option.transfer.reduce((total, transfer) => total + transfer.amount, 0)
    if (sum !== option.amount) return `the option's amount is ${option.amount}, its transfers make ${sum}`
    if (new Set(option.transfer.map(one => one.idTransfer)).size < option.transfer.length)
      return 'idTransfer is repeated'
    const due = instant(option.dueDate)
    if (due < now.getTime()) return 'dueDate must not be in the past'
    if (validity !== null && due < validity) return 'dueDate must not be before validityDate'
    if (option.retentionDate !== undefined && instant(option.retentionDate) < due) {
      return 'retentionDate must not be before dueDate'
    }
    if (option.transfer.some(one => (one.iban === undefined) === (one.stamp === undefined))) {
      return 'a transfer has either an iban or a stamp'
    }
    if (option.transfer.some(one => one.postalIban && one.iban === undefined))
      return 'postalIban needs an iban beside it'
  }
  return null
}

/** The position at `now`: what was published becomes valid, what may expire expires. */
export function atInstant(position: Position, now: Date): Position {
  const time = now.getTime()
  const begins = position.validityDate === undefined ? time : instant(position.validityDate)
  const status = position.status === 'PUBLISHED' && begins <= time ? 'VALID' : position.status
  const lastDue = Math.max(...position.paymentOption.map(option => instant(option.dueDate)))
  const over = status === 'VALID' && position.switchToExpired && lastDue < time
  return { ...position, status: over ? 'EXPIRED' : status }
}

/** The status that a position takes when it is published at `now`. */
export function publishedStatus(position: NewPosition, now: Date): 'VALID' | 'PUBLISHED' {
  return position.validityDate !== undefined && instant(position.validityDate) > now.getTime() ? 'PUBLISHED' : 'VALID'
}

/** Milliseconds of a date-time; one without an offset is taken as UTC. */
function instant(text: string): number {
  return Date.parse(/Z$|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`)
}
