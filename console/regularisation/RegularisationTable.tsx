import type { RegularisationRow as Regularised } from '../api-types.d.ts'
import { type Column, Table } from '../common/Table.tsx'
import { useTown } from '../common/use-session.ts'
import { useWords, type Words } from '../common/use-words.ts'
import { EntryLink } from '../payments/EntryFacts.tsx'

/** An entry a row; its parts are what a collection order is written from, and add up to it. */
export const RegularisationTable = ({ rows }: { rows: Regularised[] }) => {
  const words = useWords()
  const [town] = useTown()
  return (
    <Table
      caption={words.t('iter.pay.regularise.title')}
      rows={rows}
      id={row => row.id}
      columns={columnsOf(words).filter(column => column.key !== 'town' || !town)}
    />
  )
}

const columnsOf = (words: Words): Column<Regularised>[] => {
  const { t, euro, day } = words
  return [
    {
      key: 'entry',
      label: t('iter.pay.movement.entry'),
      cell: row => (
        <>
          <EntryLink entry={row} />
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
          {row.regularisedCents !== 0 && row.remainingCents !== 0 && (
            <div className="small soft">{t('iter.pay.regularise.left', { amount: euro(row.remainingCents) })}</div>
          )}
        </>
      ),
    },
    { key: 'due', label: t('iter.pay.regularise.due'), cell: row => <DueDay row={row} words={words} /> },
    { key: 'parts', label: t('iter.pay.regularise.parts'), cell: row => <Parts row={row} words={words} /> },
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
  ]
}

const DueDay = ({ row, words: { t, day } }: { row: Regularised; words: Words }) => {
  if (row.remainingCents === 0) return <span className="soft">{t('iter.pay.regularise.done')}</span>
  return (
    <span className={toneOf(row.daysLeft)}>
      {day(row.dueOn)}
      <div className="small">
        {row.daysLeft < 0
          ? t('iter.pay.regularise.days_over', { smart_count: -row.daysLeft })
          : t('iter.pay.regularise.days_left', { smart_count: row.daysLeft })}
      </div>
    </span>
  )
}

/** The last of the sixty days are the time to act. */
const toneOf = (daysLeft: number) => {
  if (daysLeft < 0) return 'late'
  return daysLeft <= 15 ? 'soon' : ''
}

const Parts = ({ row, words: { t, text, euro } }: { row: Regularised; words: Words }) => (
  <ul className="plain parts">
    {row.parts.map((part, index) => (
      <li key={`${part.service?.code} ${part.year} ${index}`}>
        <b className="num">{euro(part.cents)}</b>{' '}
        {[part.service ? text(part.service.label) : t('iter.pay.regularise.no_service'), part.year]
          .filter(Boolean)
          .join(' ')}
        <div className="small soft">
          {part.chapter ? (
            t('iter.pay.regularise.chapter', { chapter: part.chapter })
          ) : (
            <span className="soon">{t('iter.pay.regularise.no_chapter')}</span>
          )}
          {part.accertamento && t('iter.pay.regularise.assessment', { number: part.accertamento })}
          {part.vatPercent &&
            t('iter.pay.regularise.vat', {
              percent: part.vatPercent,
              net: euro(part.netCents),
              vat: euro(part.vatCents),
            })}
        </div>
      </li>
    ))}
  </ul>
)
