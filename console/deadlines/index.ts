import { lazy } from 'react'

export default {
  list: lazy(() => import('./DeadlinesPage.tsx').then(page => ({ default: page.DeadlinesPage }))),
}
