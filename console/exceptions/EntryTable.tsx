import Button from '@mui/material/Button'
import { useEffect, useState } from 'react'
import { Link } from 'react-router-dom'
import type { TreasuryEntry as Entry } from '../api-types.d.ts'
import { type Column, Table } from '../common/Table.tsx'
import { useMay, useTown } from '../common/use-session.ts'
import { useWords, type Words } from '../common/use-words.ts'
import { rememberIn } from '../payments/last-list.ts'
import { signed } from '../payments/signed.ts'
import { AssignDialog } from './AssignDialog.tsx'
import { EntryChip } from './EntryChip.tsx'

export const EntryTable = ({ rows, current }: { rows: Entry[]; current: string | null }) => {
  const words = useWords()
  const { t } = words
  const may = useMay()
  const [town] = useTown()
  const [assigning, setAssigning] = useState<Entry | null>(null)
  useEffect(() => {
    if (current) document.getElementById(`entry-${current}`)?.focus()
  }, [current])
  const acts: Column<Entry> = {
    key: 'act',
    label: t('iter.pay.exceptions.act'),
    cell: row =>
      row.assignment === null &&
      may('payments.assign', row.municipality.id) && (
        <Button onClick={() => setAssigning(row)}>
          {t('iter.pay.assign.open')}
          <span className="visually-hidden"> {t('iter.pay.entry.name', row)}</span>
        </Button>
      ),
  }
  const columns = [...columnsOf(words), ...(may('payments.assign') ? [acts] : [])]
  return (
    <>
      <Table
        caption={t('iter.pay.exceptions.entries')}
        rows={rows}
        id={row => row.id}
        columns={columns.filter(column => column.key !== 'town' || !town)}
        current={current}
      />
      {assigning && <AssignDialog entry={assigning} onClose={() => setAssigning(null)} />}
    </>
  )
}

const columnsOf = ({ t, text, euro, day }: Words): Column<Entry>[] => [
  {
    key: 'entry',
    label: t('iter.pay.movement.entry'),
    cell: row => (
      <>
        <Link id={`entry-${row.id}`} to={`/exceptions/${row.id}/show`} onClick={() => rememberIn('exceptions', row.id)}>
          {t('iter.pay.entry.short', row)}
        </Link>
        <div className="small soft">{day(row.movedOn)}</div>
      </>
    ),
  },
  { key: 'town', label: t('iter.pay.column.town'), cell: row => row.municipality.name },
  {
    key: 'amount',
    label: t('iter.pay.column.amount'),
    number: true,
    cell: row => (
      <>
        {euro(row.cents)}
        {row.differenceCents !== null && row.differenceCents !== 0 && (
          <div className="small late">{signed(row.differenceCents, euro)}</div>
        )}
      </>
    ),
  },
  {
    key: 'why',
    label: t('iter.pay.exceptions.why'),
    cell: row => (
      <div className="missing">
        <EntryChip entry={row} />
        <div>{row.reasonTexts.map(text).join(' ')}</div>
        {row.assignment && <div className="small">{text(row.assignment.text)}</div>}
      </div>
    ),
  },
  {
    key: 'cause',
    label: t('iter.pay.movement.cause'),
    cell: row => (
      <div className="small cause">
        {row.customer && <b>{row.customer} </b>}
        {row.cause ?? '–'}
      </div>
    ),
  },
  {
    key: 'candidates',
    label: t('iter.pay.exceptions.candidates'),
    cell: row =>
      row.candidates.length === 0
        ? '–'
        : t('iter.pay.exceptions.candidates_count', { smart_count: row.candidates.length }),
  },
]
