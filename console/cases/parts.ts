import { part } from '../common/part.tsx'

export const CasePage = part(() => import('./CasePage.tsx').then(page => page.CasePage))

/** Apart from the page: it brings the program that draws diagrams. */
export const PathTab = part(() => import('./tabs/PathTab.tsx').then(tab => tab.PathTab))
