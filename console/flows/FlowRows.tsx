import { useState } from 'react'
import { Link } from 'react-router-dom'
import type { PaymentFlow as Flow, PaymentFlowLine as FlowReportRow } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { type Column, Table } from '../common/Table.tsx'
import { useAsk } from '../common/use-api.ts'
import { useWords, type Words } from '../common/use-words.ts'
import { PageTurner, useTurning } from '../payments/PageTurner.tsx'
import { Toggle } from '../payments/Toggle.tsx'

const choices = ['', 'missing-receipt', 'revoked', 'other-partner'] as const

/** The report's rows as they came, each beside the payment that it is about. */
export const FlowRows = ({ flow }: { flow: Flow }) => {
  const words = useWords()
  const { t } = words
  const [only, setOnly] = useState('')
  const turning = useTurning()
  const query = new URLSearchParams({
    limit: '50',
    ...(only && { only }),
    ...(turning.cursor && { cursor: turning.cursor }),
  }).toString()
  const rows = useAsk(['flows', 'rows', flow.id, query], api => api.flowRows(flow.id, query))
  return (
    <section aria-labelledby="rows" className="line">
      <div className="row">
        <h2 id="rows">{t('iter.pay.flow.rows')}</h2>
        <Link to={`/payments?missing=all&flow=${flow.id}`}>{t('iter.pay.flow.in_payments')}</Link>
      </div>
      <div className="filters" role="group" aria-label={t('iter.pay.list.show')}>
        {choices.map(one => (
          <Toggle
            key={one}
            isOn={only === one}
            onClick={() => {
              setOnly(one)
              turning.restart()
            }}
          >
            {t(`iter.pay.flow.only.${one || 'all'}`)}
          </Toggle>
        ))}
      </div>
      <div className="panel flat">
        <Faces
          of={rows}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={t('iter.pay.flow.no_rows')} />}
        >
          {({ items }) => (
            <Table
              caption={t('iter.pay.flow.rows')}
              rows={items}
              id={row => String(row.position)}
              columns={columnsOf(words)}
            />
          )}
        </Faces>
      </div>
      <PageTurner turning={turning} next={rows.data?.nextCursor ?? null} />
    </section>
  )
}

const columnsOf = ({ t, text, euro, day }: Words): Column<FlowReportRow>[] => [
  { key: 'position', label: t('iter.pay.flow.row'), number: true, cell: row => row.position },
  {
    key: 'iuv',
    label: t('iter.pay.column.iuv'),
    cell: row =>
      row.payment ? (
        <Link className="iuv" to={`/payments/${row.payment.id}/show`}>
          {row.iuv}
        </Link>
      ) : (
        <span className="iuv">{row.iuv}</span>
      ),
  },
  {
    key: 'who',
    label: t('iter.pay.column.who'),
    cell: row => row.payment?.debtor ?? (row.ownership === 'other-partner' ? t('iter.pay.flow.of_other') : '–'),
  },
  { key: 'amount', label: t('iter.pay.column.amount'), number: true, cell: row => euro(row.cents) },
  {
    key: 'outcome',
    label: t('iter.pay.flow.outcome'),
    cell: row => (
      <>
        {text(row.outcomeText)}
        <div className="small soft">{day(row.outcomeOn)}</div>
      </>
    ),
  },
  {
    key: 'receipt',
    label: t('iter.pay.flow.receipt'),
    cell: row =>
      row.receiptId ?? (row.ownership === 'own' && row.outcome !== 3 ? t('iter.pay.flow.receipt_missing') : '–'),
  },
]
