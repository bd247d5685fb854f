import Button from '@mui/material/Button'
import { useState } from 'react'
import { Link, useParams } from 'react-router-dom'
import type { TreasuryEntryDetail as Entry } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { type Column, Table } from '../common/Table.tsx'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { FlowTable } from '../flows/FlowTable.tsx'
import { Figures } from '../payments/Figures.tsx'
import { lastOf } from '../payments/last-list.ts'
import { PaymentTable } from '../payments/PaymentTable.tsx'
import { signed } from '../payments/signed.ts'
import { AssignDialog } from './AssignDialog.tsx'
import { Assignments } from './Assignments.tsx'
import { EntryChip } from './EntryChip.tsx'

/** One entry of the treasury: why it is where it is, what it is about, and what a person decided. */
export const EntryPage = () => {
  const { id = '' } = useParams()
  const asked = useAsk(['entries', 'one', id], api => api.entry(id))
  return (
    <Faces of={asked} rows={8}>
      {entry => <OpenEntry entry={entry} />}
    </Faces>
  )
}

const OpenEntry = ({ entry }: { entry: Entry }) => {
  const { t, text, euro } = useWords()
  const [isAssigning, setAssigning] = useState(false)
  return (
    <Page
      title={t('iter.pay.entry.title', entry)}
      above={<Link to={lastOf('exceptions')}>{t('iter.pay.exceptions.title')}</Link>}
      beside={<EntryChip entry={entry} />}
      actions={
        entry.mayAssign && (
          <Button variant="contained" onClick={() => setAssigning(true)}>
            {t('iter.pay.assign.open')}
          </Button>
        )
      }
    >
      <p className="sentence">{entry.reasonTexts.map(text).join(' ')}</p>
      <div className="panel">
        <Figures
          figures={[
            { key: 'cents', value: euro(entry.cents), label: t('iter.pay.entry.amount') },
            ...(entry.differenceCents === null
              ? []
              : [
                  {
                    key: 'difference',
                    value: signed(entry.differenceCents, euro),
                    label: t('iter.pay.flow.difference'),
                    isWrong: entry.differenceCents !== 0,
                  },
                ]),
            ...(entry.reversedCents === 0
              ? []
              : [{ key: 'reversed', value: euro(entry.reversedCents), label: t('iter.pay.entry.reversed') }]),
            { key: 'regularised', value: euro(entry.regularisedCents), label: t('iter.pay.entry.regularised') },
          ]}
        />
        <Facts entry={entry} />
      </div>
      <Assignments entry={entry} />
      {entry.flows.length > 0 && (
        <section className="line" aria-labelledby="flows">
          <h2 id="flows">{t('iter.pay.entry.flows')}</h2>
          <div className="panel flat">
            <FlowTable rows={entry.flows} />
          </div>
        </section>
      )}
      {entry.payments.length > 0 && (
        <section className="line" aria-labelledby="payments">
          <h2 id="payments">{t('iter.pay.entry.payments')}</h2>
          <div className="panel flat">
            <PaymentTable rows={entry.payments} />
          </div>
        </section>
      )}
      <Movements entry={entry} />
      {isAssigning && <AssignDialog entry={entry} onClose={() => setAssigning(false)} />}
    </Page>
  )
}

const Facts = ({ entry }: { entry: Entry }) => {
  const { t, text, day } = useWords()
  const facts = [
    { key: 'day', value: day(entry.movedOn) },
    { key: 'value_day', value: entry.valueOn && day(entry.valueOn) },
    { key: 'customer', value: entry.customer },
    { key: 'text', value: entry.cause },
    { key: 'end_to_end', value: entry.endToEndId },
    { key: 'account', value: entry.account },
    { key: 'bank', value: entry.bank },
    { key: 'class', value: `${text(entry.codeText)} (${entry.code})` },
    { key: 'town', value: entry.municipality.name },
  ]
  return (
    <dl className="definition">
      {facts
        .filter(({ value }) => Boolean(value))
        .map(({ key, value }) => (
          <div key={key} className="pair">
            <dt>{t(`iter.pay.entry.fact.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

const Movements = ({ entry }: { entry: Entry }) => {
  const { t, euro, day } = useWords()
  const columns: Column<Entry['movements'][number]>[] = [
    {
      key: 'file',
      label: t('iter.pay.file.one'),
      cell: row => <Link to={`/journals/${row.file}/show`}>{row.fileName}</Link>,
    },
    {
      key: 'place',
      label: t('iter.pay.movement.place'),
      cell: row => t('iter.pay.movement.at', { page: row.page, line: row.line }),
    },
    { key: 'operation', label: t('iter.pay.movement.operation'), cell: row => row.operation },
    { key: 'day', label: t('iter.pay.movement.day'), cell: row => day(row.movedOn) },
    { key: 'amount', label: t('iter.pay.column.amount'), number: true, cell: row => euro(row.cents) },
  ]
  return (
    <section className="line" aria-labelledby="movements">
      <h2 id="movements">{t('iter.pay.entry.movements')}</h2>
      <div className="panel flat">
        <Table
          caption={t('iter.pay.entry.movements')}
          rows={entry.movements}
          id={row => `${row.file} ${row.position}`}
          columns={columns}
        />
      </div>
    </section>
  )
}
