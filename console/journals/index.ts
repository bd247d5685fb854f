import { lazy } from 'react'

export default {
  list: lazy(() => import('./JournalsPage.tsx').then(page => ({ default: page.JournalsPage }))),
  show: lazy(() => import('./FilePage.tsx').then(page => ({ default: page.FilePage }))),
}
