import { useEffect } from 'react'
import { Link } from 'react-router-dom'
import type { PaymentFlow as Flow } from '../api-types.d.ts'
import { type Column, type Sort, Table } from '../common/Table.tsx'
import { useTown } from '../common/use-session.ts'
import { useWords, type Words } from '../common/use-words.ts'
import { rememberIn } from '../payments/last-list.ts'
import { signed } from '../payments/signed.ts'
import { FlowChip } from './FlowChip.tsx'

interface Props {
  rows: Flow[]
  current?: string | null
  sort?: Sort
  onSort?: (sort: Sort) => void
}

export const FlowTable = ({ rows, current = null, ...sorting }: Props) => {
  const words = useWords()
  const [town] = useTown()
  useEffect(() => {
    if (current) document.getElementById(`flow-${current}`)?.focus()
  }, [current])
  return (
    <Table
      caption={words.t('iter.pay.flow.title')}
      rows={rows}
      id={row => row.id}
      columns={columnsOf(words).filter(column => column.key !== 'town' || !town)}
      current={current}
      {...sorting}
    />
  )
}

const columnsOf = ({ t, text, euro, count, day }: Words): Column<Flow>[] => [
  {
    key: 'flow',
    label: t('iter.pay.flow.one'),
    cell: row => (
      <>
        <Link id={`flow-${row.id}`} to={`/flows/${row.id}/show`} onClick={() => rememberIn('flows', row.id)}>
          {row.flowId}
        </Link>
        <div className="small soft">{row.pspName}</div>
      </>
    ),
  },
  { key: 'town', label: t('iter.pay.column.town'), cell: row => row.municipality.name },
  {
    key: 'regulationOn',
    label: t('iter.pay.flow.regulation_on'),
    sort: 'regulationOn',
    cell: row => day(row.regulationOn),
  },
  { key: 'count', label: t('iter.pay.flow.payments'), number: true, cell: row => count(row.totalCount) },
  { key: 'total', label: t('iter.pay.flow.total'), number: true, cell: row => euro(row.totalCents) },
  { key: 'credited', label: t('iter.pay.flow.credited'), number: true, cell: row => euro(row.creditedCents) },
  {
    key: 'status',
    label: t('iter.pay.flow.state'),
    cell: row => (
      <>
        <FlowChip flow={row} />
        {row.alarms.map(alarm => (
          <div key={alarm.id} className="small late">
            {text(alarm.text)}
          </div>
        ))}
      </>
    ),
  },
  {
    key: 'difference',
    label: t('iter.pay.flow.difference'),
    number: true,
    cell: row => <Difference cents={row.differenceCents} euro={euro} />,
  },
]

/** Signed: credited less reported. */
export const Difference = ({ cents, euro }: { cents: number | null; euro: Words['euro'] }) => {
  if (cents === null || cents === 0) return <span className="soft">{cents === null ? '–' : euro(0)}</span>
  return <b className="late">{signed(cents, euro)}</b>
}
