import { lazy } from 'react'

export default {
  list: lazy(() => import('./FlowsPage.tsx').then(page => ({ default: page.FlowsPage }))),
  show: lazy(() => import('./FlowPage.tsx').then(page => ({ default: page.FlowPage }))),
}
