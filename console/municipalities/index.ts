import { lazy } from 'react'

export default {
  list: lazy(() => import('./MunicipalitiesPage.tsx').then(page => ({ default: page.MunicipalitiesPage }))),
  show: lazy(() => import('./MunicipalityPage.tsx').then(page => ({ default: page.MunicipalityPage }))),
}
