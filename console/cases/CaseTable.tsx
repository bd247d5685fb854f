import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useDataProvider } from 'react-admin'
import { Link } from 'react-router-dom'
import type { CaseRow } from '../api-types.d.ts'
import { type Column, type Sort, Table } from '../common/Table.tsx'
import { useTown } from '../common/use-session.ts'
import { useWords, type Words } from '../common/use-words.ts'
import { daysFrom } from '../format.ts'
import type { IterDataProvider } from '../providers/data-provider.ts'
import { caseQuery, loadAhead } from './ahead.ts'
import { type ColumnName, usualColumns } from './columns.ts'
import { rememberRow } from './list-memory.ts'
import { PhaseChip } from './PhaseChip.tsx'

interface Props {
  rows: CaseRow[]
  columns?: readonly ColumnName[]
  /** The case that was opened last: it is marked, and the keyboard goes on from it. */
  current?: string | null
  sort?: Sort
  onSort?: (sort: Sort) => void
}

export const CaseTable = ({ rows, columns = usualColumns, current = null, ...sorting }: Props) => {
  const words = useWords()
  const [town] = useTown()
  useEffect(loadAhead, [])
  useEffect(() => {
    if (current) document.getElementById(linkId(current))?.focus()
  }, [current])
  const all = cellsOf(words, columns)
  const shown = columns.filter(name => name !== 'municipality' || !town)
  return (
    <Table
      caption={words.t('iter.cases.title')}
      rows={rows}
      id={row => row.id}
      columns={[numberColumn(words, columns), ...shown.map(name => ({ key: name, ...all[name] }))]}
      current={current}
      {...sorting}
    />
  )
}

/** Asked for while the button is still down: most of the answer is here when it comes up. */
const CaseLink = ({ row }: { row: CaseRow }) => {
  const api = useDataProvider<IterDataProvider>()
  const client = useQueryClient()
  const ahead = () => void client.prefetchQuery(caseQuery(api, row.id))
  return (
    <Link
      className="nowrap"
      id={linkId(row.id)}
      to={`/cases/${row.id}/show`}
      onPointerDown={ahead}
      onClick={() => rememberRow(row.id)}
    >
      {row.number}
    </Link>
  )
}

const linkId = (id: string) => `case-${id}`

const numberColumn = ({ t }: Words, columns: readonly ColumnName[]): Column<CaseRow> => ({
  key: 'number',
  label: t('iter.columns.number'),
  sort: 'number',
  cell: row => (
    <>
      <CaseLink row={row} />
      {row.protocol && !columns.includes('protocol') && (
        <div className="small soft nowrap">{t('iter.cases.protocol', { number: row.protocol })}</div>
      )}
    </>
  ),
})

type Cell = Omit<Column<CaseRow>, 'key'>

const cellsOf = (words: Words, columns: readonly ColumnName[]): Record<ColumnName, Cell> => {
  const { t, text, moment } = words
  const label = (name: ColumnName) => t(`iter.columns.${name}`)
  return {
    protocol: { label: label('protocol'), cell: row => row.protocol ?? '–' },
    procedure: { label: label('procedure'), cell: row => text(row.procedureTitle) },
    subject: {
      label: label('subject'),
      sort: 'subject',
      cell: row => (
        <>
          <b>{row.subject ?? '–'}</b>
          {row.applicant && !columns.includes('applicant') && <div className="small soft">{row.applicant}</div>}
        </>
      ),
    },
    applicant: { label: label('applicant'), cell: row => row.applicant ?? '–' },
    state: { label: label('state'), cell: row => <PhaseChip phase={row.phase} outcome={row.outcome} /> },
    step: {
      label: label('step'),
      cell: row => (
        <>
          {row.stepText ? text(row.stepText) : (row.stepName ?? '–')}
          {row.waitingForText && !columns.includes('waiting') && (
            <div className="small soft">{text(row.waitingForText)}</div>
          )}
        </>
      ),
    },
    waiting: { label: label('waiting'), cell: row => text(row.waitingForText) || '–' },
    since: { label: label('since'), sort: 'since', cell: row => (row.since ? words.lasting(row.since) : '–') },
    due: { label: label('due'), sort: 'due', cell: row => <DueCell row={row} words={words} /> },
    received: {
      label: label('received'),
      sort: 'receivedAt',
      cell: row => <span className="nowrap">{moment(row.receivedAt)}</span>,
    },
    channel: { label: label('channel'), cell: row => t(`iter.list.channel.${row.channel}`) },
    municipality: { label: label('municipality'), cell: row => row.municipality.name },
  }
}

const DueCell = ({ row, words }: { row: CaseRow; words: Words }) => {
  if (!row.due) return '–'
  if (row.termSuspended) return <span className="soft">{words.t('iter.list.stopped')}</span>
  const isClose = row.phase !== 'ended' && daysFrom(row.due, new Date()) <= 2
  return (
    <span className={`nowrap ${dueClass(row.late, isClose)}`}>
      {words.day(row.due)}
      {row.phase !== 'ended' && <div className="small">({words.distance(row.due)})</div>}
    </span>
  )
}

const dueClass = (late: boolean, isClose: boolean) => {
  if (late) return 'late'
  return isClose ? 'soon' : ''
}
