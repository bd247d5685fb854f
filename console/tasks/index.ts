import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./TasksPage.tsx').then(page => page.TasksPage)),
}
