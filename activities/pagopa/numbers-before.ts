import type { OperationContext } from '../kernel/context.ts'
import type { DebtPositions } from './debt-position.ts'
import type { PaymentNumbers } from './iuv.ts'

/**
 * Numbers under which pagoPA has had the position since before a restore, of which our own records know nothing, in the order in which they were drawn:
 * the notice may be in somebody's hands, and paid. None when nothing was restored lately, or the position is not there.
 */
export async function numbersBefore(
  { isInDoubt }: Pick<OperationContext, 'isInDoubt'>,
  positions: Pick<DebtPositions, 'find'>,
  iupd: string,
): Promise<PaymentNumbers[]> {
  const found = isInDoubt ? await positions.find(iupd) : null
  const numbers = found?.paymentOption.map(({ iuv, nav }) => ({ iuv, nav: nav ?? `3${iuv}` })) ?? []
  return numbers.toSorted((left, right) => (left.iuv < right.iuv ? -1 : 1))
}
