import { part } from '../common/part.tsx'

export default {
  list: part(() => import('./RegularisationPage.tsx').then(page => page.RegularisationPage)),
}
