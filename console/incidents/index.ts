import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./IncidentsPage.tsx').then(page => page.IncidentsPage)),
}
