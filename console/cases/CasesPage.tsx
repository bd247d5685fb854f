import Button from '@mui/material/Button'
import { Link } from 'react-router-dom'
import type { ListCasesAnswer } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { KeysetPager } from '../common/KeysetPager.tsx'
import { Page } from '../common/Page.tsx'
import { useCapped } from '../common/use-capped.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { CaseFilters } from './CaseFilters.tsx'
import { CaseTable } from './CaseTable.tsx'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import { exportAddress, type Filters, viewedCases } from './list-address.ts'
import { type CaseList, useCaseList } from './use-case-list.ts'
import { useColumns } from './use-columns.ts'
import { ViewsMenu } from './views/ViewsMenu.tsx'

/** Every case the person may see: filter, order, page and row stand in the address, so coming back finds the same row. */
export const CasesPage = () => {
  const { t, locale } = useWords()
  const may = useMay()
  const list = useCaseList()
  const chosen = useColumns()
  const { state, asked } = list
  const counts = asked.data?.counts ?? null
  return (
    <Page
      title={t('iter.cases.title')}
      beside={<Summary counts={counts} />}
      actions={
        <div className="row">
          <ViewsMenu of={viewedCases(state)} />
          <ColumnsMenu {...chosen} />
          <Button href={exportAddress(state, list.town, chosen.columns, locale)} download>
            {t('iter.list.export')}
          </Button>
          {may('cases.create') && (
            <Button variant="contained" component={Link} to="/cases/create">
              {t('iter.cases.new')}
            </Button>
          )}
        </div>
      }
    >
      <CaseFilters filters={state.filters} counts={counts} onChange={list.change} />
      <Listed list={list} columns={chosen.columns} />
    </Page>
  )
}

const Listed = ({ list, columns }: { list: CaseList; columns: ReturnType<typeof useColumns>['columns'] }) => {
  const { asked, state } = list
  return (
    <>
      <div className="panel flat" aria-busy={asked.isPlaceholderData}>
        <Faces
          of={asked}
          rows={10}
          isEmpty={({ items }) => items.length === 0}
          empty={<Nothing isFiltered={isFiltered(state.filters)} />}
        >
          {({ items }) => (
            <CaseTable rows={items} columns={columns} current={state.row} sort={state.sort} onSort={list.sortBy} />
          )}
        </Faces>
      </div>
      <KeysetPager next={asked.data?.nextCursor ?? null} />
    </>
  )
}

const Summary = ({ counts }: { counts: ListCasesAnswer['counts'] | null }) => {
  const { t } = useWords()
  const capped = useCapped()
  if (!counts) return null
  const words = counts.late > 0 ? 'iter.list.summary_late' : 'iter.list.summary'
  return t(words, { smart_count: counts.open, open: capped(counts.open), late: capped(counts.late) })
}

const Nothing = ({ isFiltered: filtered }: { isFiltered: boolean }) => {
  const { t } = useWords()
  return (
    <Empty title={t(filtered ? 'iter.cases.none_filtered' : 'iter.cases.empty')}>
      {t(filtered ? 'iter.cases.none_filtered_text' : 'iter.cases.empty_text')}
    </Empty>
  )
}

const isFiltered = ({ open, ...others }: Filters) => open === 'false' || Object.keys(others).length > 0
