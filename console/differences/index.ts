import { lazy } from 'react'

export default {
  list: lazy(() => import('./DifferencesPage.tsx').then(page => ({ default: page.DifferencesPage }))),
}
