import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./DeadlinesPage.tsx').then(page => page.DeadlinesPage)),
}
