import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router-dom'
import type { PaymentDetail as Payment } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { romeDate } from '../format.ts'
import { Dot } from './Dot.tsx'
import { steps, type Step } from './dots.ts'
import { EntryFacts } from './EntryFacts.tsx'
import { shortFlow } from './flow-name.ts'
import { lastOf } from './last-list.ts'
import { markOf } from './PaymentTable.tsx'
import { Story } from './Story.tsx'
import { What } from './What.tsx'

/** One payment: what is missing in a sentence, then its three dots with what stands behind each. */
export const PaymentPage = () => {
  const { id = '' } = useParams()
  const asked = useAsk(['payments', 'one', id], api => api.payment(id))
  return (
    <Faces of={asked} rows={8}>
      {payment => <OpenPayment payment={payment} />}
    </Faces>
  )
}

const OpenPayment = ({ payment }: { payment: Payment }) => {
  const { t, text, euro } = useWords()
  const service = payment.service && text(payment.service.label)
  return (
    <Page
      title={payment.description ?? service ?? payment.iuv}
      above={<Link to={lastOf('payments')}>{t('iter.pay.title')}</Link>}
      beside={[euro(payment.cents), payment.debtor].filter(Boolean).join(' · ')}
    >
      <p className="sentence">
        <What payment={payment} />
      </p>
      <ol className="three">
        {steps.map(step => (
          <Behind key={step} step={step} payment={payment} />
        ))}
      </ol>
      <div className="panel">
        <h2>{t('iter.pay.one.data')}</h2>
        <Data payment={payment} />
      </div>
      <section className="panel" aria-labelledby="story">
        <h2 id="story">{t('iter.pay.one.story')}</h2>
        <Story items={payment.history} />
      </section>
    </Page>
  )
}

const Behind = ({ step, payment }: { step: Step; payment: Payment }) => {
  const { t } = useWords()
  const mark = markOf(payment, step)
  return (
    <li className={mark.tone}>
      <h2>
        {t(`iter.pay.column.${step}`)} <Dot mark={mark} on={dayOf(payment[step].on)} />
      </h2>
      {step === 'paid' && <Receipts payment={payment} />}
      {step === 'reported' && <Rows payment={payment} />}
      {step === 'reconciled' && <Entries payment={payment} />}
    </li>
  )
}

const dayOf = (on: string | null) => on && romeDate(on)

const Receipts = ({ payment }: { payment: Payment }) => {
  const { t, euro, moment } = useWords()
  if (payment.receipts.length === 0) return <Absent>{t('iter.pay.one.no_receipt')}</Absent>
  return payment.receipts.map(receipt => (
    <div key={receipt.receiptId}>
      <p>
        {euro(receipt.cents)}, {moment(receipt.paidAt)}
        {receipt.second && <b className="soon"> {t('iter.pay.one.second')}</b>}
      </p>
      <p className="small soft pre">
        {t('iter.pay.one.receipt', { id: receipt.receiptId })}
        {', '}
        {t(`iter.payments.source.${receipt.source}`)} {moment(receipt.receivedAt)}
      </p>
    </div>
  ))
}

const Rows = ({ payment }: { payment: Payment }) => {
  const { t, text, euro, day } = useWords()
  if (payment.rows.length === 0) return <Absent>{t('iter.pay.one.no_row')}</Absent>
  return payment.rows.map(row => (
    <div key={`${row.flow} ${row.position}`}>
      <p>
        <Link to={`/flows/${row.flow}/show`} title={row.flowId}>
          {t('iter.pay.what.flow', { flow: shortFlow(row.flowId) })}
        </Link>
        {', '}
        {t('iter.pay.one.row', { position: row.position, day: day(row.regulationOn) })}
      </p>
      <p className="small soft pre">
        {euro(row.cents)}, {text(row.outcomeText)} {day(row.outcomeOn)}
        {', '}
        {t('iter.pay.one.iur', { iur: row.iur })}
      </p>
    </div>
  ))
}

const Entries = ({ payment }: { payment: Payment }) => {
  const { t } = useWords()
  if (payment.entries.length === 0) return <Absent>{t('iter.pay.one.no_entry')}</Absent>
  return payment.entries.map(entry => <EntryFacts key={entry.id} entry={entry} />)
}

const Absent = ({ children }: { children: ReactNode }) => <p className="soft">{children}</p>

const Data = ({ payment }: { payment: Payment }) => {
  const { t, text, euro, day, dayWithDistance } = useWords()
  const { reportedCents, cents } = payment
  const facts: { key: string; value: ReactNode }[] = [
    { key: 'iuv', value: <span className="iuv">{payment.iuv}</span> },
    { key: 'nav', value: payment.nav && <span className="iuv">{payment.nav}</span> },
    { key: 'service', value: payment.service && text(payment.service.label) },
    { key: 'reason', value: payment.description },
    { key: 'who', value: payment.debtor },
    {
      key: 'amount',
      value:
        reportedCents !== null && reportedCents !== cents
          ? t('iter.pay.one.amount_reported', { amount: euro(cents), reported: euro(reportedCents) })
          : euro(cents),
    },
    { key: 'due', value: payment.dueOn && (payment.paidAt ? day(payment.dueOn) : dayWithDistance(payment.dueOn)) },
    { key: 'class', value: payment.code && `${payment.codeText ? text(payment.codeText) : ''} (${payment.code})` },
    { key: 'case', value: payment.case && <Link to={`/cases/${payment.case.id}/show`}>{payment.case.number}</Link> },
    { key: 'town', value: payment.municipality.name },
  ]
  return (
    <dl className="definition">
      {facts
        .filter(({ value }) => Boolean(value))
        .map(({ key, value }) => (
          <div key={key} className="pair">
            <dt>{t(`iter.pay.fact.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
