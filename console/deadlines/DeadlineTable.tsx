import { Link, useSearchParams } from 'react-router-dom'
import type { ListDeadlinesAnswer } from '../api-types.d.ts'
import { type Column, Table } from '../common/Table.tsx'
import { useCapped } from '../common/use-capped.ts'
import { useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { casesOf, dayAfter, dayBefore } from './totals.ts'

type Row = ListDeadlinesAnswer['items'][number]

/** An office a row, a week a column; every number is a link to the cases it counts. */
export const DeadlineTable = ({ data }: { data: ListDeadlinesAnswer }) => {
  const { t, shortDay } = useWords()
  const [town] = useTown()
  const range = (from: string, to: string) => t('iter.deadlines.week', { from: shortDay(from), to: shortDay(to) })
  const last = data.weeks.at(-1)?.to ?? data.today
  const number = (key: string, label: string, value: (row: Row) => number, days: Days): Column<Row> => ({
    key,
    label,
    number: true,
    cell: row => <Counted row={row} label={label} value={value(row)} days={days} />,
  })
  const columns: Column<Row>[] = [
    { key: 'office', label: t('iter.deadlines.office'), cell: row => <b>{row.office.name}</b> },
    ...(town
      ? []
      : [{ key: 'town', label: t('iter.columns.municipality'), cell: (row: Row) => row.municipality.name }]),
    number('late', t('iter.deadlines.late'), row => row.late, { term: 'running', dueTo: dayBefore(data.today) }),
    ...data.weeks.map((week, index) =>
      number(
        week.from,
        index === 0 ? t('iter.deadlines.this_week') : range(week.from, week.to),
        row => row.weeks[index] ?? 0,
        { term: 'running', dueFrom: week.from, dueTo: week.to },
      ),
    ),
    number('later', t('iter.deadlines.later'), row => row.later, { term: 'running', dueFrom: dayAfter(last) }),
    number('suspended', t('iter.list.stopped'), row => row.suspended, { term: 'suspended' }),
  ]
  return (
    <Table
      caption={t('iter.deadlines.caption')}
      rows={data.items}
      id={row => `${row.municipality.id} ${row.office.code}`}
      columns={columns}
    />
  )
}

interface Days {
  term: 'running' | 'suspended'
  dueFrom?: string
  dueTo?: string
}

const Counted = ({ row, label, value, days }: { row: Row; label: string; value: number; days: Days }) => {
  const capped = useCapped()
  const [address] = useSearchParams()
  if (value === 0) return <span className="soft">–</span>
  const isLate = days.term === 'running' && !days.dueFrom
  const place = { municipality: row.municipality.id, office: row.office.code, procedure: address.get('procedure') }
  return (
    <Link to={casesOf({ ...place, ...days })} className={isLate ? 'late' : ''}>
      {capped(value)}
      <span className="visually-hidden">
        {' '}
        {label}, {row.office.name}
      </span>
    </Link>
  )
}
