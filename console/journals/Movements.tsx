import { useSearchParams } from 'react-router-dom'
import type { JournalMovement as FileMovement, PaymentFileDetail as PaymentFilePage } from '../api-types.d.ts'
import { changed } from '../cases/list-address.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { KeysetPager } from '../common/KeysetPager.tsx'
import { type Column, Table } from '../common/Table.tsx'
import { useAsk } from '../common/use-api.ts'
import { useWords, type Words } from '../common/use-words.ts'
import { EntryLink } from '../payments/EntryFacts.tsx'
import { type PartName, partNames, readReport } from '../payments/import-parts.ts'
import { Toggle } from '../payments/Toggle.tsx'

/** Each movement with its line in the file and what became of it, as it stands today. */
export const Movements = ({ file }: { file: PaymentFilePage }) => {
  const words = useWords()
  const { t } = words
  const [address, setAddress] = useSearchParams()
  const today = readReport(file.today)
  const part = partNames.find(name => name === address.get('part'))
  const cursor = address.get('cursor')
  const query = new URLSearchParams({ limit: '50', ...(part && { part }), ...(cursor && { cursor }) }).toString()
  const asked = useAsk(['payment-files', 'movements', file.id, query], api => api.fileMovements(file.id, query))
  const choose = (name: PartName | undefined) => setAddress(changed(address, { part: name }))
  return (
    <section aria-labelledby="movements" className="line">
      <h2 id="movements">{t('iter.pay.report.movements_title')}</h2>
      <div className="filters" role="group" aria-label={t('iter.pay.list.show')}>
        <Toggle isOn={part === undefined} count={today?.movements.count} onClick={() => choose(undefined)}>
          {t('iter.pay.filter.all')}
        </Toggle>
        {partNames
          .filter(name => name === part || (today?.parts[name].count ?? 1) > 0)
          .map(name => (
            <Toggle
              key={name}
              isOn={part === name}
              count={today?.parts[name].count}
              isWrong={name === 'error'}
              onClick={() => choose(name)}
            >
              {t(`iter.pay.part.${name}`, { smart_count: 2 })}
            </Toggle>
          ))}
      </div>
      <div className="panel flat">
        <Faces
          of={asked}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={t('iter.pay.report.no_movements')} />}
        >
          {({ items }) => (
            <Table
              caption={t('iter.pay.report.movements_title')}
              rows={items}
              id={row => String(row.position)}
              columns={columnsOf(words)}
            />
          )}
        </Faces>
      </div>
      <KeysetPager next={asked.data?.nextCursor ?? null} />
    </section>
  )
}

const columnsOf = ({ t, text, euro, day }: Words): Column<FileMovement>[] => [
  {
    key: 'place',
    label: t('iter.pay.movement.place'),
    cell: row => t('iter.pay.movement.at', { page: row.page, line: row.line }),
  },
  {
    key: 'entry',
    label: t('iter.pay.movement.entry'),
    cell: row => (
      <>
        {row.entry ? <EntryLink entry={row.entry} /> : (row.billNumber ?? row.documentNumber ?? '–')}
        <div className="small soft">{`${row.documentType} · ${row.operation}`}</div>
      </>
    ),
  },
  { key: 'day', label: t('iter.pay.movement.day'), cell: row => day(row.movedOn) },
  { key: 'amount', label: t('iter.pay.column.amount'), number: true, cell: row => euro(row.cents) },
  {
    key: 'part',
    label: t('iter.pay.movement.part'),
    cell: row => (
      <div className="missing">
        <span className={`part ${row.part}`} aria-hidden="true" />
        {text(row.partText)}
        {row.entry && <div className="small soft">{row.entry.reasonTexts.map(text).join(' ')}</div>}
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
]
