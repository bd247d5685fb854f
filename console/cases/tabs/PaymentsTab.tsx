import type { ListPaymentsAnswer, PaymentRow } from '../../api-types.d.ts'
import { Chip, type Tone } from '../../common/Chip.tsx'
import { Empty, Faces } from '../../common/faces.tsx'
import { Table } from '../../common/Table.tsx'
import { useAsk } from '../../common/use-api.ts'
import { useWords, type Words } from '../../common/use-words.ts'

const tones = {
  creating: 'run',
  published: 'wait',
  paid: 'ok',
  expired: 'bad',
  cancelled: 'warn',
} as const satisfies Record<PaymentRow['state'], Tone>

export const PaymentsTab = ({ caseId }: { caseId: string }) => {
  const { t } = useWords()
  const payments = useAsk(['cases', 'payments', caseId], api => api.payments(caseId))
  return (
    <Faces
      of={payments}
      isEmpty={data => data.items.length === 0 && data.account === null}
      empty={
        <div className="panel">
          <Empty title={t('iter.payments.empty')}>{t('iter.payments.empty_text')}</Empty>
        </div>
      }
    >
      {data => (
        <>
          <Notices rows={data.items} caseId={caseId} />
          {data.account && <Account account={data.account} />}
        </>
      )}
    </Faces>
  )
}

const Notices = ({ rows, caseId }: { rows: PaymentRow[]; caseId: string }) => {
  const words = useWords()
  const { t, euro, dayWithDistance } = words
  if (rows.length === 0) return null
  return (
    <div className="panel flat" style={{ marginTop: 0 }}>
      <Table<PaymentRow>
        caption={t('iter.payments.notices')}
        rows={rows}
        id={row => row.id}
        columns={[
          {
            key: 'nav',
            label: t('iter.payments.nav'),
            cell: row => (
              <>
                {row.documentId ? (
                  <a href={`/api/v1/cases/${caseId}/documents/${row.documentId}`} target="_blank" rel="noreferrer">
                    {row.nav}
                  </a>
                ) : (
                  row.nav
                )}
                <div className="small soft">{t('iter.payments.iuv', { iuv: row.iuv })}</div>
              </>
            ),
          },
          { key: 'description', label: t('iter.payments.description'), cell: row => row.description },
          { key: 'cents', label: t('iter.payments.amount'), number: true, cell: row => euro(row.cents) },
          { key: 'due', label: t('iter.payments.due'), cell: row => dayWithDistance(row.dueDate) },
          {
            key: 'state',
            label: t('iter.payments.state'),
            cell: row => <Chip tone={tones[row.state]}>{t(`iter.payment.${row.state}`)}</Chip>,
          },
          { key: 'receipts', label: t('iter.payments.receipts'), cell: row => <Receipts row={row} words={words} /> },
        ]}
      />
    </div>
  )
}

const Receipts = ({ row, words: { t, moment, euro } }: { row: PaymentRow; words: Words }) => {
  if (row.receipts.length === 0) return '–'
  return row.receipts.map(receipt => (
    <div key={receipt.id}>
      {euro(receipt.cents)}, {moment(receipt.paidAt)}{' '}
      <span className="small soft">
        {t(`iter.payments.source.${receipt.source}`)}
        {receipt.creditedAt && `, ${t('iter.payments.credited', { at: moment(receipt.creditedAt) })}`}
      </span>
    </div>
  ))
}

type AccountData = NonNullable<ListPaymentsAnswer['account']>

const Account = ({ account }: { account: AccountData }) => {
  const { t, euro, moment } = useWords()
  return (
    <section className="panel">
      <h2>{t('iter.account.title')}</h2>
      <p>
        {t(`iter.account.${account.model}`)} ·{' '}
        <b>{t('iter.account.balance', { amount: euro(account.balanceCents) })}</b>
      </p>
      {account.entries.length > 0 && (
        <Table<AccountData['entries'][number]>
          caption={t('iter.account.entries')}
          rows={account.entries}
          id={entry => `${entry.at}${entry.reference}`}
          columns={[
            { key: 'at', label: t('iter.account.at'), cell: entry => moment(entry.at) },
            {
              key: 'kind',
              label: t('iter.account.kind'),
              cell: entry => t(`iter.entry.${entry.kind}`, { _: entry.kind }),
            },
            { key: 'reference', label: t('iter.account.reference'), cell: entry => entry.reference },
            { key: 'cents', label: t('iter.payments.amount'), number: true, cell: entry => euro(entry.cents) },
          ]}
        />
      )}
    </section>
  )
}
