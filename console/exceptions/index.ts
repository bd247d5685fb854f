import { lazy } from 'react'

export default {
  list: lazy(() => import('./ExceptionsPage.tsx').then(page => ({ default: page.ExceptionsPage }))),
  show: lazy(() => import('./EntryPage.tsx').then(page => ({ default: page.EntryPage }))),
}
