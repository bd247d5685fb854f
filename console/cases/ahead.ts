import { answered } from '../common/answered.ts'
import type { IterDataProvider } from '../providers/data-provider.ts'
import { CasePage, PathTab } from './parts.ts'

/** The case's page as it is asked for, by the page itself and just before it opens. */
export const caseQuery = (api: IterDataProvider, id: string) => ({
  queryKey: ['cases', 'one', id],
  queryFn: async () => answered(await api.case(id)),
})

/** While somebody reads what leads to a case, its page is fetched with its diagram, in nobody's way: it opens without its placeholder. */
export const loadAhead = () => {
  if (isDear(navigator)) return
  const later = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 500))
  later(() => {
    // Whoever opens the page asks again, and is told.
    for (const one of [CasePage, PathTab]) one.ahead().catch(() => undefined)
  })
}

/** On a slow line, or one that is paid by what it carries, nothing is fetched that may not be needed. */
export const isDear = (browser: object): boolean => {
  if (!('connection' in browser)) return false
  const line = browser.connection
  if (typeof line !== 'object' || line === null) return false
  const isSaved = 'saveData' in line && line.saveData === true
  return isSaved || ('effectiveType' in line && line.effectiveType !== '4g')
}
