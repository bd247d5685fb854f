import { Link } from 'react-router-dom'
import type { PaymentFile } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { KeysetPager } from '../common/KeysetPager.tsx'
import { Page } from '../common/Page.tsx'
import { type Column, Table } from '../common/Table.tsx'
import { useMay } from '../common/use-session.ts'
import { useWords, type Words } from '../common/use-words.ts'
import { Toggle } from '../payments/Toggle.tsx'
import { UploadPanel } from '../payments/UploadPanel.tsx'
import { useList } from '../payments/use-list.ts'
import { FileState } from './FileState.tsx'
import { Place } from './Refusal.tsx'

const kinds = ['journal', 'report'] as const

/** The treasury's cash journals, and the reports that came as files: what was taken, what was refused and why. */
export const JournalsPage = () => {
  const words = useWords()
  const { t } = words
  const may = useMay()
  const list = useList({ resource: 'payment-files', ask: (api, query) => api.paymentFiles(query), queryOf: filesQuery })
  const kind = kindOf(list.address)
  return (
    <Page title={t('iter.pay.file.title')}>
      {may('payments.import') && <UploadPanel kind="journal" />}
      <div className="filters" role="group" aria-label={t('iter.pay.list.show')}>
        {kinds.map(one => (
          <Toggle
            key={one}
            isOn={kind === one}
            onClick={() => list.change({ kind: one === 'journal' ? undefined : one })}
          >
            {t(`iter.pay.file.kind.${one}`)}
          </Toggle>
        ))}
      </div>
      <div className="panel flat" aria-busy={list.asked.isPlaceholderData}>
        <Faces
          of={list.asked}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={t(`iter.pay.file.empty_${kind}`)}>{t(`iter.pay.file.empty_${kind}_text`)}</Empty>}
        >
          {({ items }) => (
            <Table
              caption={t('iter.pay.file.title')}
              rows={items}
              id={row => row.id}
              columns={columnsOf(words, kind)}
            />
          )}
        </Faces>
      </div>
      <KeysetPager next={list.asked.data?.nextCursor ?? null} />
    </Page>
  )
}

const kindOf = (address: URLSearchParams) => (address.get('kind') === 'report' ? 'report' : 'journal')

const filesQuery = (address: URLSearchParams, town: string) =>
  new URLSearchParams({ kind: kindOf(address), ...(town && { municipality: town }) })

const columnsOf = (words: Words, kind: 'journal' | 'report'): Column<PaymentFile>[] => {
  const { t, day, moment, count } = words
  return [
    {
      key: 'name',
      label: t('iter.imports.name'),
      cell: row => <Link to={`/journals/${row.id}/show`}>{row.name}</Link>,
    },
    { key: 'town', label: t('iter.pay.column.town'), cell: row => row.municipality.name },
    { key: 'day', label: t('iter.pay.file.of_day'), cell: row => day(row.referenceOn) },
    {
      key: 'state',
      label: t('iter.imports.state'),
      cell: row => (
        <>
          <FileState file={row} />
          {row.problem && <Why problem={row.problem} words={words} />}
        </>
      ),
    },
    { key: 'rows', label: t(`iter.pay.file.rows_${kind}`), number: true, cell: row => count(row.rowsRead) },
    { key: 'at', label: t('iter.imports.at'), cell: row => moment(row.createdAt) },
    {
      key: 'by',
      label: t('iter.imports.by'),
      cell: row => row.createdBy?.name ?? t(`iter.pay.file.source.${row.source}`),
    },
  ]
}

const Why = ({ problem, words }: { problem: NonNullable<PaymentFile['problem']>; words: Words }) => (
  <div className="small reason">
    <Place place={problem.place} />
    {words.text(problem.text)}
  </div>
)
