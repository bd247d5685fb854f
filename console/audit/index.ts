import { lazy } from 'react'

export default {
  list: lazy(() => import('./AuditPage.tsx').then(page => ({ default: page.AuditPage }))),
}
