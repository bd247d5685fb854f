import { Link } from 'react-router-dom'
import type { CaseRow } from '../api-types.d.ts'
import { type Column, type Sort, Table } from '../common/Table.tsx'
import { useTown } from '../common/use-session.ts'
import { useWords, type Words } from '../common/use-words.ts'
import { daysFrom } from '../format.ts'
import { PhaseChip } from './PhaseChip.tsx'

interface Props {
  rows: CaseRow[]
  sort?: Sort
  onSort?: (sort: Sort) => void
}

export const CaseTable = ({ rows, ...sorting }: Props) => {
  const words = useWords()
  const [town] = useTown()
  const columns = columnsOf(words).filter(column => column.key !== 'municipality' || !town)
  return <Table caption={words.t('iter.cases.title')} rows={rows} id={row => row.id} columns={columns} {...sorting} />
}

const columnsOf = (words: Words): Column<CaseRow>[] => {
  const { t, text, moment } = words
  const label = (key: string) => t(`iter.cases.columns.${key}`)
  return [
    {
      key: 'number',
      label: label('number'),
      sort: 'number',
      cell: row => (
        <>
          <Link to={`/cases/${row.id}/show`}>{row.number}</Link>
          {row.protocol && <div className="small soft">{t('iter.cases.protocol', { number: row.protocol })}</div>}
        </>
      ),
    },
    {
      key: 'subject',
      label: label('subject'),
      sort: 'subject',
      cell: row => (
        <>
          <b>{row.subject ?? '–'}</b>
          <div className="small soft">{row.applicant ?? text(row.procedureTitle)}</div>
        </>
      ),
    },
    { key: 'state', label: label('state'), cell: row => <PhaseChip phase={row.phase} outcome={row.outcome} /> },
    {
      key: 'step',
      label: label('step'),
      cell: row => (
        <>
          {row.stepText ? text(row.stepText) : (row.stepName ?? '–')}
          {row.waitingForText && <div className="small soft">{text(row.waitingForText)}</div>}
        </>
      ),
    },
    { key: 'since', label: label('since'), sort: 'since', cell: row => (row.since ? words.lasting(row.since) : '–') },
    { key: 'due', label: label('due'), sort: 'due', cell: row => <DueCell row={row} words={words} /> },
    { key: 'received', label: label('received'), sort: 'receivedAt', cell: row => moment(row.receivedAt) },
    { key: 'municipality', label: label('municipality'), cell: row => row.municipality.name },
  ]
}

const DueCell = ({ row, words }: { row: CaseRow; words: Words }) => {
  if (!row.due) return '–'
  const isClose = row.phase !== 'ended' && daysFrom(row.due, new Date()) <= 2
  return (
    <span className={dueClass(row.late, isClose)}>
      {words.day(row.due)}
      {row.phase !== 'ended' && <div className="small">({words.distance(row.due)})</div>}
    </span>
  )
}

const dueClass = (late: boolean, isClose: boolean) => {
  if (late) return 'late'
  return isClose ? 'soon' : ''
}
