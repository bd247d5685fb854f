import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./JournalsPage.tsx').then(page => page.JournalsPage)),
  show: part(() => import('./FilePage.tsx').then(page => page.FilePage)),
}
