import { Link } from 'react-router-dom'
import type { CheckRow } from '../api-types.d.ts'
import { Table } from '../common/Table.tsx'
import { useWords } from '../common/use-words.ts'

/** One finding a line: what it is, what it means, what to do. */
export const ChecksTable = ({ rows }: { rows: CheckRow[] }) => {
  const { t, text, moment } = useWords()
  return (
    <Table<CheckRow>
      caption={t('iter.checks.title')}
      rows={rows}
      id={row => row.id}
      columns={[
        {
          key: 'case',
          label: t('iter.checks.case'),
          cell: row =>
            row.number ? (
              <Link className="nowrap" to={`/cases/${row.caseId}/show`}>
                {row.number}
              </Link>
            ) : (
              '–'
            ),
        },
        { key: 'town', label: t('iter.cases.columns.municipality'), cell: row => row.municipality.name },
        {
          key: 'what',
          label: t('iter.checks.what'),
          cell: row => (
            <>
              <b>{text(row.title)}</b>
              <p className="small">{text(row.meaning)}</p>
            </>
          ),
        },
        { key: 'remedy', label: t('iter.checks.remedy'), cell: row => text(row.remedy) },
        { key: 'found', label: t('iter.checks.found'), cell: row => moment(row.foundAt) },
        {
          key: 'detail',
          label: t('iter.checks.detail'),
          cell: row => (
            <details className="small">
              <summary>{t('iter.checks.detail')}</summary>
              <p className="mono pre">{row.detail}</p>
            </details>
          ),
        },
      ]}
    />
  )
}
