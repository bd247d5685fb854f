import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./MunicipalitiesPage.tsx').then(page => page.MunicipalitiesPage)),
  show: part(() => import('./MunicipalityPage.tsx').then(page => page.MunicipalityPage)),
}
