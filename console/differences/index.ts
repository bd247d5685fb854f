import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./DifferencesPage.tsx').then(page => page.DifferencesPage)),
}
