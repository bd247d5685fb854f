import { lazy } from 'react'

export default {
  list: lazy(() => import('./ImportsPage.tsx').then(page => ({ default: page.ImportsPage }))),
  show: lazy(() => import('./ImportPage.tsx').then(page => ({ default: page.ImportPage }))),
}
