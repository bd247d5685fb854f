import { lazy } from 'react'

export default {
  list: lazy(() => import('./CasesPage.tsx').then(page => ({ default: page.CasesPage }))),
  create: lazy(() => import('./NewCasePage.tsx').then(page => ({ default: page.NewCasePage }))),
  show: lazy(() => import('./CasePage.tsx').then(page => ({ default: page.CasePage }))),
}
