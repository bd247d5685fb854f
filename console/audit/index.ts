import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./AuditPage.tsx').then(page => page.AuditPage)),
}
