import { lazy } from 'react'

export default {
  list: lazy(() => import('./ChecksPage.tsx').then(page => ({ default: page.ChecksPage }))),
}
