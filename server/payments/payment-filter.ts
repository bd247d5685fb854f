import type { z } from 'zod'

import { TO_WATCH } from '../../db/queries/payments-office/payment-filter.ts'
import type { PaymentFilter } from '../../db/queries/payments-office/payment-filter.ts'
import type { exportPayments } from '../api/payments.ts'

export type PaymentQuery = Omit<z.output<NonNullable<typeof exportPayments.query>>, 'language' | 'municipality'>

/** What an address asks for, as the query over payments takes it. */
export function paymentFilterOf(query: Omit<PaymentQuery, 'sort' | 'order'>): PaymentFilter {
  const { missing, service, flow, duplicates, dueFrom, dueTo, paidFrom, paidTo } = query
  return {
    missing: missing === 'any' ? TO_WATCH : missing && [missing],
    service,
    flow,
    duplicates,
    due: { from: dueFrom, to: dueTo },
    paid: { from: paidFrom, to: paidTo },
  }
}
