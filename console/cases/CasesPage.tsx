import Button from '@mui/material/Button'
import { useListController } from 'react-admin'
import { Link } from 'react-router-dom'
import type { CaseRow, ListCasesAnswer } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { Pager } from '../common/Pager.tsx'
import { useMay, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { CaseFilters } from './CaseFilters.tsx'
import { CaseTable } from './CaseTable.tsx'

/** Every case the person may see: filter, order and page stand in the address, so coming back finds the same row. */
export const CasesPage = () => {
  const { t } = useWords()
  const may = useMay()
  const [town] = useTown()
  const list = useListController<CaseRow>({
    resource: 'cases',
    perPage: 25,
    sort: { field: 'receivedAt', order: 'DESC' },
    filterDefaultValues: { open: 'true' },
    filter: town ? { municipality: town } : {},
    exporter: false,
  })
  const counts: ListCasesAnswer['counts'] | null = list.meta?.counts ?? null
  const asked = { data: list.data, error: list.error, isPending: list.isPending, refetch: list.refetch }
  return (
    <Page
      title={t('iter.cases.title')}
      beside={
        counts &&
        t(counts.late > 0 ? 'iter.cases.summary_late' : 'iter.cases.summary', {
          smart_count: counts.open,
          late: counts.late,
        })
      }
      actions={
        may('cases.create') && (
          <Button variant="contained" component={Link} to="/cases/create">
            {t('iter.cases.new')}
          </Button>
        )
      }
    >
      <CaseFilters
        values={list.filterValues}
        counts={counts}
        onChange={values => list.setFilters(values, undefined, false)}
      />
      <div className="panel flat">
        <Faces
          of={asked}
          rows={10}
          isEmpty={rows => rows.length === 0}
          empty={<Nothing isFiltered={isFiltered(list.filterValues)} />}
        >
          {rows => <CaseTable rows={rows} sort={toSort(list.sort)} onSort={list.setSort} />}
        </Faces>
      </div>
      <Pager page={list.page} hasNext={list.hasNextPage === true} onPage={list.setPage} />
    </Page>
  )
}

const Nothing = ({ isFiltered: filtered }: { isFiltered: boolean }) => {
  const { t } = useWords()
  return (
    <Empty title={t(filtered ? 'iter.cases.none_filtered' : 'iter.cases.empty')}>
      {t(filtered ? 'iter.cases.none_filtered_text' : 'iter.cases.empty_text')}
    </Empty>
  )
}

const isFiltered = (values: Record<string, unknown>) => Boolean(values['phase'] || values['late'])

const toSort = ({ field, order }: { field: string; order: string }) =>
  order === 'ASC' ? { field, order: 'ASC' as const } : { field, order: 'DESC' as const }
