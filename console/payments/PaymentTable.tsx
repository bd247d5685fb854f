import { useEffect } from 'react'
import { Link } from 'react-router-dom'
import type { PaymentLine as Payment } from '../api-types.d.ts'
import { type Column, type Sort, Table } from '../common/Table.tsx'
import { useTown } from '../common/use-session.ts'
import { useWords, type Words } from '../common/use-words.ts'
import { Dot } from './Dot.tsx'
import { marksOf, type Step } from './dots.ts'
import { rememberIn } from './last-list.ts'
import { What } from './What.tsx'

interface Props {
  rows: Payment[]
  /** The payment that was opened last: it is marked, and the keyboard goes on from it. */
  current?: string | null
  sort?: Sort
  onSort?: (sort: Sort) => void
}

export const PaymentTable = ({ rows, current = null, ...sorting }: Props) => {
  const words = useWords()
  const [town] = useTown()
  useEffect(() => {
    if (current) document.getElementById(linkId(current))?.focus()
  }, [current])
  const shown = columnsOf(words).filter(column => column.key !== 'town' || !town)
  return (
    <Table
      caption={words.t('iter.pay.list.caption')}
      rows={rows}
      id={row => row.id}
      columns={shown}
      current={current}
      {...sorting}
    />
  )
}

const linkId = (id: string) => `payment-${id}`

const columnsOf = ({ t, text, euro }: Words): Column<Payment>[] => [
  {
    key: 'iuv',
    label: t('iter.pay.column.iuv'),
    cell: row => (
      <Link
        id={linkId(row.id)}
        className="iuv"
        to={`/payments/${row.id}/show`}
        onClick={() => rememberIn('payments', row.id)}
      >
        {row.iuv}
      </Link>
    ),
  },
  {
    key: 'reason',
    label: t('iter.pay.column.reason'),
    cell: row => {
      const service = row.service && text(row.service.label)
      return (
        <>
          {row.description ?? service ?? '–'}
          {row.description && service && !row.description.startsWith(service) && (
            <div className="small soft">{service}</div>
          )}
        </>
      )
    },
  },
  { key: 'who', label: t('iter.pay.column.who'), cell: row => row.debtor ?? '–' },
  { key: 'town', label: t('iter.pay.column.town'), cell: row => row.municipality.name },
  { key: 'amount', label: t('iter.pay.column.amount'), number: true, cell: row => euro(row.cents) },
  dotColumn('paid', t),
  dotColumn('reported', t),
  dotColumn('reconciled', t),
  {
    key: 'missing',
    label: t('iter.pay.column.missing'),
    cell: row => (
      <div className="missing">
        <What payment={row} />
      </div>
    ),
  },
]

const dotColumn = (step: Step, t: Words['t']): Column<Payment> => ({
  key: step,
  label: t(`iter.pay.column.${step}`),
  ...(step === 'paid' && { sort: 'paidAt' }),
  cell: row => <Dot mark={markOf(row, step)} on={row[step].on} />,
})

export const markOf = (row: Payment, step: Step) =>
  marksOf({ paid: row.paid.state, reported: row.reported.state, reconciled: row.reconciled.state })[step]
