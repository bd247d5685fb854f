import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./FlowsPage.tsx').then(page => page.FlowsPage)),
  show: part(() => import('./FlowPage.tsx').then(page => page.FlowPage)),
}
