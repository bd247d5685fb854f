import type { CountedPayments as Counted, ViewQuery } from '../api-types.d.ts'
import type { ViewedList } from '../cases/views/viewed-list.ts'
import { daysOf, isMonth } from './months.ts'
import type { Missing } from './types.ts'

/** `any`: whatever is missing of what was paid, the work by difference; `all`: everything. */
export type Shown = Missing | 'any' | 'all'

const missings: readonly string[] = ['any', 'all', 'payment', 'receipt', 'report', 'credit', 'difference', 'nothing']
const isShown = (value: string | null): value is Shown => value !== null && missings.includes(value)
const isDay = (value: string | null): value is string => value !== null && /^\d{4}-\d\d-\d\d$/.test(value)

export interface PaymentsState {
  shown: Shown
  /** Goes before the switch at the top. */
  municipality: string | null
  service: string | null
  month: string | null
  day: string | null
  flow: string | null
  duplicates: boolean
  order: 'ASC' | 'DESC'
  /** The payment that was opened from here. */
  row: string | null
}

/** What the address says; without a word it is the work by difference, of all times: what is missing from October is missing in November, too. */
export const readPayments = (address: URLSearchParams): PaymentsState => {
  const [shown, month, day] = [address.get('missing'), address.get('month'), address.get('day')]
  return {
    shown: isShown(shown) ? shown : 'any',
    municipality: address.get('municipality'),
    service: address.get('service'),
    month: isMonth(month) ? month : null,
    day: isDay(day) ? day : null,
    flow: address.get('flow'),
    duplicates: address.get('duplicates') === 'true',
    order: address.get('order') === 'asc' ? 'ASC' : 'DESC',
    row: address.get('row'),
  }
}

/** What is not paid yet has no day but the one it is due on. */
export const countsByDue = (shown: Shown): boolean => shown === 'payment' || shown === 'all'

/** What the API is asked, without page. */
export const paymentsQuery = (address: URLSearchParams, town: string): URLSearchParams => {
  const { shown, service, month, day, flow, duplicates, order, ...state } = readPayments(address)
  const query = new URLSearchParams()
  const municipality = state.municipality ?? town
  if (municipality) query.set('municipality', municipality)
  if (shown !== 'all') query.set('missing', shown)
  if (service) query.set('service', service)
  if (flow) query.set('flow', flow)
  if (duplicates) query.set('duplicates', 'true')
  const days = day ? { from: day, to: day } : month && daysOf(month)
  if (days) {
    const by = countsByDue(shown) && !day ? 'due' : 'paid'
    query.set(`${by}From`, days.from)
    query.set(`${by}To`, days.to)
  }
  query.set('sort', countsByDue(shown) ? 'dueOn' : 'paidAt')
  query.set('order', order === 'ASC' ? 'asc' : 'desc')
  return query
}

/** All that is missing, together; unknown when a part is. */
export const anyMissing = (byMissing: Record<string, Counted>): Counted => {
  const parts = ['receipt', 'report', 'credit', 'difference'].map(name => byMissing[name] ?? { count: 0, cents: 0 })
  const cents = parts.map(part => part.cents)
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    cents: cents.includes(null) ? null : cents.reduce<number>((sum, one) => sum + (one ?? 0), 0),
  }
}

/** What a view keeps: what is shown, of which service, in which order; neither the page nor the month, which would be over tomorrow. */
const viewQueryOf = ({ shown, service, duplicates, order }: PaymentsState): Record<string, string> => ({
  ...(shown !== 'all' && { missing: shown }),
  ...(service && { service }),
  ...(duplicates && { duplicates: 'true' }),
  sort: countsByDue(shown) ? 'dueOn' : 'paidAt',
  order: order === 'ASC' ? 'asc' : 'desc',
})

const viewAddress = ({ missing, service, duplicates, order }: ViewQuery): string => {
  const address = new URLSearchParams({ missing: missing ?? 'all' })
  for (const [name, value] of Object.entries({ service, duplicates, order })) if (value) address.set(name, value)
  return `/payments?${address}`
}

/** This list, for the menu of saved views. */
export const viewedPayments = (state: PaymentsState): ViewedList => ({
  list: 'payments',
  municipality: state.municipality,
  query: viewQueryOf(state),
  address: viewAddress,
  isSame: query => {
    const other = readPayments(new URLSearchParams(viewAddress(query).split('?')[1]))
    return (
      JSON.stringify(viewQueryOf(other)) === JSON.stringify(viewQueryOf(state)) &&
      !state.month &&
      !state.day &&
      !state.flow
    )
  },
})
