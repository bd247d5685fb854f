import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./PaymentsPage.tsx').then(page => page.PaymentsPage)),
  show: part(() => import('./PaymentPage.tsx').then(page => page.PaymentPage)),
}
