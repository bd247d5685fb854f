import { useLocation } from 'react-router-dom'
import { Empty, Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk } from '../common/use-api.ts'
import { useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { CaseTable } from './CaseTable.tsx'
import { useColumns } from './use-columns.ts'

/** As many as the server looks up at once. */
const most = 25

/** What was typed in the search box comes by the router's state: names and fiscal codes never stand in an address. */
export const SearchPage = () => {
  const { t } = useWords()
  const { state } = useLocation()
  const [town] = useTown()
  const { columns } = useColumns()
  const q: string = typeof state?.q === 'string' ? state.q : ''
  const found = useAsk(['cases', 'search', q, town], api => api.searchCases(q, town), q !== '')
  const isCut = (found.data?.items.length ?? 0) >= most
  return (
    <Page title={t('iter.search.title')} beside={q && t('iter.search.for', { q })}>
      {isCut && (
        <p className="soft" role="status">
          {t('iter.list.search_cut', { count: most })}
        </p>
      )}
      <div className="panel flat">
        {q === '' ? (
          <Empty title={t('iter.search.nothing_typed')}>{t('iter.search.how')}</Empty>
        ) : (
          <Faces
            of={found}
            isEmpty={data => data.items.length === 0}
            empty={<Empty title={t('iter.search.none')}>{t('iter.search.how')}</Empty>}
          >
            {data => <CaseTable rows={data.items} columns={columns} />}
          </Faces>
        )}
      </div>
    </Page>
  )
}
