import { useListController } from 'react-admin'
import { Link } from 'react-router-dom'
import type { ImportFile } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { Pager } from '../common/Pager.tsx'
import { Table } from '../common/Table.tsx'
import { useMay, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { ImportState } from './ImportState.tsx'
import { UploadPanel } from './UploadPanel.tsx'

export const ImportsPage = () => {
  const { t, moment } = useWords()
  const may = useMay()
  const [town] = useTown()
  const list = useListController<ImportFile>({
    resource: 'imports',
    perPage: 25,
    filter: town ? { municipality: town } : {},
    exporter: false,
  })
  const asked = { data: list.data, error: list.error, isPending: list.isPending, refetch: list.refetch }
  return (
    <Page title={t('iter.imports.title')}>
      {may('imports.create') && <UploadPanel />}
      <div className="panel flat">
        <Faces
          of={asked}
          isEmpty={rows => rows.length === 0}
          empty={<Empty title={t('iter.imports.empty')}>{t('iter.imports.empty_text')}</Empty>}
        >
          {rows => (
            <Table<ImportFile>
              caption={t('iter.imports.title')}
              rows={rows}
              id={row => row.id}
              columns={[
                {
                  key: 'name',
                  label: t('iter.imports.name'),
                  cell: row => <Link to={`/imports/${row.id}/show`}>{row.name}</Link>,
                },
                { key: 'town', label: t('iter.cases.columns.municipality'), cell: row => row.municipality.name },
                { key: 'state', label: t('iter.imports.state'), cell: row => <ImportState file={row} /> },
                { key: 'rows', label: t('iter.imports.rows'), number: true, cell: row => row.rows },
                { key: 'bad', label: t('iter.imports.bad'), number: true, cell: row => row.bad },
                { key: 'created', label: t('iter.imports.created'), number: true, cell: row => row.created },
                { key: 'at', label: t('iter.imports.at'), cell: row => moment(row.createdAt) },
                { key: 'by', label: t('iter.imports.by'), cell: row => row.createdBy?.name ?? '–' },
              ]}
            />
          )}
        </Faces>
      </div>
      <Pager page={list.page} hasNext={list.hasNextPage === true} onPage={list.setPage} />
    </Page>
  )
}
