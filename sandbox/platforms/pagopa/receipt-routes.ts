import type { Request } from 'express'
import { pathParam, problem, queryParam, type Answer } from '../service.ts'
import type { Book } from './book.ts'

type Act = (organization: string, request: Request) => Answer

/** Beyond the contract: what was paid from an instant on, the oldest first. */
export function listReceipts(book: Book): Act {
  return (organization, request) => {
    const from = queryParam(request, 'from') ?? ''
    const limit = Math.min(Math.max(Number(queryParam(request, 'limit') ?? 100), 1), 1000)
    const found = book
      .receipts(organization)
      .filter(one => one.paymentDateTimeFormatted >= from && !book.isLost(one))
      .sort((one, other) => one.paymentDateTimeFormatted.localeCompare(other.paymentDateTimeFormatted))
    return { status: 200, body: { receipts: found.slice(0, limit) } }
  }
}

/** A receipt by its identifier (IUR), as Biz Events gives it. */
export function getReceipt(book: Book): Act {
  return (organization, request) => {
    const iur = pathParam(request, 'iur')
    const iuv = pathParam(request, 'iuv')
    const found = book.receipts(organization).find(one => one.receiptId === iur)
    if (found && (iuv === '' || found.creditorReferenceId === iuv)) return { status: 200, body: found, key: iur }
    return { ...problem(404, 'Receipt not found', `No receipt ${iur} for organization ${organization}.`), key: iur }
  }
}
