import { lazy } from 'react'

export default {
  list: lazy(() => import('./RestartsPage.tsx').then(page => ({ default: page.RestartsPage }))),
}
