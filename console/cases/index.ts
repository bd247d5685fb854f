import { part } from '../common/part.tsx'
import { CasePage } from './parts.ts'

export default {
  list: part(() => import('./CasesPage.tsx').then(page => page.CasesPage)),
  create: part(() => import('./NewCasePage.tsx').then(page => page.NewCasePage)),
  show: CasePage,
}
