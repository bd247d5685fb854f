import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./ExceptionsPage.tsx').then(page => page.ExceptionsPage)),
  show: part(() => import('./EntryPage.tsx').then(page => page.EntryPage)),
}
