import { lazy } from 'react'

export default {
  list: lazy(() => import('./RegularisationPage.tsx').then(page => ({ default: page.RegularisationPage }))),
}
