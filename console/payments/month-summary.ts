import type { PaymentDifferencesAnswer, PaymentTotalsAnswer } from '../api-types.d.ts'
import type { Words } from '../common/use-words.ts'

type Sum = PaymentTotalsAnswer['due']

/** "novembre 2026 · 12.480 dovuti nel mese, 1.104.233,10 € · 9.310 pagati, 822.004,00 €": what falls due in the month, and what was paid in it, whenever it was due. */
export const monthSummary = (
  { period, due, paid }: { period: string; due: Sum; paid: PaymentDifferencesAnswer['totals']['paid'] },
  { t, count, euro }: Pick<Words, 't' | 'count' | 'euro'>,
): string => {
  const said = (words: string, sum: Sum) =>
    t(`iter.pay.list.${words}`, { smart_count: sum.count, count: count(sum.count), amount: euro(sum.cents) })
  const parts = [
    ...(due.count > 0 ? [said('due_in_month', due)] : []),
    ...(paid.count > 0 ? [said('paid_in_month', paid)] : []),
  ]
  return [period, ...(parts.length > 0 ? parts : [t('iter.pay.list.none_in_month')])].join(' · ')
}
