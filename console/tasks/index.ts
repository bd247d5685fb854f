import { lazy } from 'react'

export default {
  list: lazy(() => import('./TasksPage.tsx').then(page => ({ default: page.TasksPage }))),
}
