import { answered } from '../common/answered.ts'
import type { IterDataProvider } from '../providers/data-provider.ts'

/** The case's page as it is asked for, by the page itself and just before it opens. */
export const caseQuery = (api: IterDataProvider, id: string) => ({
  queryKey: ['cases', 'one', id],
  queryFn: async () => answered(await api.case(id)),
})

/** While somebody reads the list, the page that opens next is fetched, with its diagram: once, and in nobody's way. */
export const loadAhead = () => {
  const later = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 500))
  later(() => {
    void import('./CasePage.tsx')
    void import('./tabs/PathTab.tsx')
  })
}
