import { and, eq, gt, sql } from 'drizzle-orm'
import type { SQL, SQLWrapper } from 'drizzle-orm'
import type { LocalDate } from '../../../engine/json.ts'
import type { SortKey } from '../../keyset.ts'
import { payment } from '../../schema/payment-state.ts'

export type Missing = (typeof payment.$inferSelect)['missing']

/** All of them: a payment in a class that were missing here would be in no list. */
export const MISSING: readonly Missing[] = payment.missing.enumValues

/** Made, and not yet all there: what the accounting office looks for. */
export const TO_WATCH: readonly Missing[] = ['receipt', 'report', 'credit', 'difference']

/** First and last day. */
export interface Days {
  from?: LocalDate | undefined
  to?: LocalDate | undefined
}

export interface PaymentFilter {
  missing?: readonly Missing[] | undefined
  service?: string | undefined
  flow?: string | undefined
  /** Debts with more than one receipt (true), or with one at most. */
  duplicates?: boolean | undefined
  due?: Days
  paid?: Days
}

/** What a list of payments may be sorted by; each has its index behind town and class. */
export const PAYMENT_SORTS = {
  paidAt: {
    by: sql`(case when ${payment.paidAt} is null then 'infinity'::timestamptz else ${payment.paidAt} end)`,
    type: 'timestamptz',
  },
  dueOn: {
    by: sql`(case when ${payment.dueOn} is null then 'infinity'::date else ${payment.dueOn} end)`,
    type: 'date',
  },
} as const satisfies Record<string, SortKey>

export type PaymentSort = keyof typeof PAYMENT_SORTS

/** The filter but for its class. */
export function paymentIs({ service, flow, duplicates, due, paid }: PaymentFilter): SQL | undefined {
  return and(
    service === undefined ? undefined : eq(payment.service, service),
    flow === undefined ? undefined : eq(payment.flowId, flow),
    duplicates === undefined ? undefined : duplicates ? gt(payment.duplicates, 0) : eq(payment.duplicates, 0),
    onDays(PAYMENT_SORTS.dueOn.by, due),
    inDays(PAYMENT_SORTS.paidAt.by, paid),
  )
}

function onDays(by: SQLWrapper, { from, to }: Days = {}): SQL | undefined {
  return and(
    from === undefined ? undefined : sql`${by} >= ${from}::date`,
    to === undefined ? undefined : sql`${by} <= ${to}::date`,
    (from ?? to) === undefined ? undefined : sql`${by} < 'infinity'::date`,
  )
}

/** Of an instant: days as they are counted in Italy. */
export function inDays(by: SQLWrapper, { from, to }: Days = {}): SQL | undefined {
  return and(
    from === undefined ? undefined : sql`${by} >= (${from}::date)::timestamp at time zone 'Europe/Rome'`,
    to === undefined ? undefined : sql`${by} < (${to}::date + 1)::timestamp at time zone 'Europe/Rome'`,
    (from ?? to) === undefined ? undefined : sql`${by} < 'infinity'::timestamptz`,
  )
}
