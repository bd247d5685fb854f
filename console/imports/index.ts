import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./ImportsPage.tsx').then(page => page.ImportsPage)),
  show: part(() => import('./ImportPage.tsx').then(page => page.ImportPage)),
}
