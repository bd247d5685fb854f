import { localDate } from '../../engine/terms/instants.ts'
import { getPayment } from '../api/payments.ts'
import type { Deps } from '../deps.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { townsOf } from '../tasks/visible.ts'
import { loadPaymentNames } from './payment-names.ts'
import { paymentPage } from './payment-page.ts'

export function paymentPageRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(getPayment, ({ params, now }, staff) =>
      db.withTenants(townsOf(staff), async tx => {
        const reading = { names: await loadPaymentNames(tx), staff, today: localDate(now) }
        return ok(await paymentPage(tx, params.paymentId, reading))
      }),
    ),
  ]
}
