import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./RestartsPage.tsx').then(page => page.RestartsPage)),
}
