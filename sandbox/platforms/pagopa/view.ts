import type { Position } from './model.ts'

/** PaymentPositionModelBaseResponse: a position as the platform shows it. */
export function publicly(position: Position): unknown {
  const organizationFiscalCode = position.organizationFiscalCode
  const { insertedDate, lastUpdatedDate } = position
  return {
    ...position,
    paymentOption: position.paymentOption.map(option => ({
      ...option,
      organizationFiscalCode,
      insertedDate,
      lastUpdatedDate,
      transfer: option.transfer.map(transfer => ({
        ...transfer,
        organizationFiscalCode: transfer.organizationFiscalCode ?? organizationFiscalCode,
        insertedDate,
        lastUpdatedDate,
        status: 'T_UNREPORTED',
      })),
    })),
  }
}
