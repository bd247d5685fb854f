import type { PaymentDifferencesAnswer as Differences } from '../api-types.d.ts'

/** The payments that a number adds up. */
export const paymentsOf = (by: Differences['by'], key: string, month: string, missing: string): string => {
  const query = new URLSearchParams({ missing })
  if (by === 'day') query.set('day', key)
  else {
    query.set('month', month)
    query.set(by === 'service' ? 'service' : 'municipality', key)
  }
  return `/payments?${query}`
}
