import { lazy } from 'react'

export default {
  list: lazy(() => import('./PaymentsPage.tsx').then(page => ({ default: page.PaymentsPage }))),
  show: lazy(() => import('./PaymentPage.tsx').then(page => ({ default: page.PaymentPage }))),
}
