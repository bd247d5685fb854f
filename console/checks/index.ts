import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./ChecksPage.tsx').then(page => page.ChecksPage)),
}
