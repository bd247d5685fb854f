import { problem, type Answer, type Witness } from '../service.ts'
import { towns } from '../towns.ts'
import type { Book } from './book.ts'
import type { Position } from './model.ts'
import type { Pusher } from './push.ts'
import { payFault } from './rules.ts'

/** A notice as the sandbox's page lists it. */
export interface Notice {
  organizationFiscalCode: string
  organization: string
  nav: string
  iuv: string
  cents: number
  description: string
  debtor: string
  dueDate: string
  status: Position['status']
  paid: boolean
  receiptId: string | null
}

export interface Desk {
  book: Book
  pusher: Pusher
  witness: Witness
}

/** Every notice, the newest first. */
export function listNotices(book: Book): Notice[] {
  return book
    .positions()
    .flatMap(position =>
      position.paymentOption.map(option => ({
        organizationFiscalCode: position.organizationFiscalCode,
        organization: position.companyName,
        nav: option.nav,
        iuv: option.iuv,
        cents: option.amount,
        description: option.description,
        debtor: position.fullName,
        dueDate: option.dueDate,
        status: position.status,
        paid: option.status === 'PO_PAID',
        receiptId: option.idReceipt ?? null,
      })),
    )
    .toReversed()
}

/** `pay-again`: though it is paid already. `pay-receipt-lost`: nobody sends the receipt, it must be asked for. */
export const waysToPay = ['pay', 'pay-again', 'pay-receipt-lost'] as const
export type WayToPay = (typeof waysToPay)[number]

/** Pays a notice as a citizen would in an app: the position is closed, a receipt is made and pushed. */
export function payNotice(desk: Desk, nav: string, organization: string | undefined, how: WayToPay): Answer {
  const answer = settle(desk, nav, organization, how)
  desk.witness.ledger.record({
    platform: 'pagopa',
    call: 'pagopa.pay',
    method: 'POST',
    path: `/payments/${nav}/pay`,
    correlation: null,
    key: nav,
    status: answer.status,
    ...(answer.effect && { effect: answer.effect }),
  })
  return answer
}

function settle({ book, pusher }: Desk, nav: string, organization: string | undefined, how: WayToPay): Answer {
  const again = how === 'pay-again'
  const owners = organization === undefined ? towns.map(town => town.fiscalCode) : [organization]
  const position = owners.map(owner => book.findByNav(owner, nav)).find(one => one !== null)
  if (!position) return problem(404, 'PAA_PAGAMENTO_SCONOSCIUTO', `No notice ${nav}.`)
  const isPaid = position.paymentOption.some(option => option.nav === nav && option.status === 'PO_PAID')
  const notPaidYet = isPaid ? null : 'PAA_PAGAMENTO_SCONOSCIUTO'
  const fault = again ? notPaidYet : payFault(position, nav)
  if (fault !== null)
    return problem(409, fault, `The notice ${nav} cannot be paid: its position is ${position.status}.`)
  const receipt = again ? book.payAgain(position, nav) : book.pay(position, nav)
  if (how === 'pay-receipt-lost') book.lose(receipt)
  else pusher.deliver(receipt)
  return { status: 200, body: { receipt }, effect: { kind: 'payment', id: receipt.receiptId } }
}
