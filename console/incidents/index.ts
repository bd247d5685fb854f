import { lazy } from 'react'

export default {
  list: lazy(() => import('./IncidentsPage.tsx').then(page => ({ default: page.IncidentsPage }))),
}
