import Button from '@mui/material/Button'
import { Link, useParams } from 'react-router-dom'
import type { PaymentFlowDetail as Flow } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { EntryFacts } from '../payments/EntryFacts.tsx'
import { Figures } from '../payments/Figures.tsx'
import { shortFlow } from '../payments/flow-name.ts'
import { lastOf } from '../payments/last-list.ts'
import { signed } from '../payments/signed.ts'
import { FlowChip } from './FlowChip.tsx'
import { FlowRows } from './FlowRows.tsx'

/** A provider's report: how much of it has been credited, by which entries, and each of its payments. */
export const FlowPage = () => {
  const { id = '' } = useParams()
  const asked = useAsk(['flows', 'one', id], api => api.flow(id))
  return (
    <Faces of={asked} rows={8}>
      {flow => <OpenFlow flow={flow} />}
    </Faces>
  )
}

const OpenFlow = ({ flow }: { flow: Flow }) => {
  const { t, text, fullDay } = useWords()
  return (
    <Page
      title={t('iter.pay.what.flow', { flow: shortFlow(flow.flowId) })}
      above={<Link to={lastOf('flows')}>{t('iter.pay.flow.title')}</Link>}
      beside={<FlowChip flow={flow} />}
    >
      <p className="sentence">{flowSentence(flow, t, fullDay)}</p>
      {flow.alarms.map(alarm => (
        <p key={alarm.id} className="panel notice">
          {text(alarm.text)}
        </p>
      ))}
      {flow.anomalies.map(anomaly => (
        <p key={anomaly.code} className="panel notice">
          {text(anomaly.text)}
        </p>
      ))}
      <div className="panel">
        <Money flow={flow} />
        <Facts flow={flow} />
      </div>
      <Receipts flow={flow} />
      <section className="panel" aria-labelledby="entries">
        <h2 id="entries">{t('iter.pay.flow.entries')}</h2>
        {flow.entries.length === 0 ? (
          <p className="soft">{t('iter.pay.flow.no_entries')}</p>
        ) : (
          <ul className="plain stack">
            {flow.entries.map(entry => (
              <li key={entry.id}>
                <EntryFacts entry={entry} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <FlowRows flow={flow} />
    </Page>
  )
}

const flowSentence = (
  flow: Flow,
  t: (key: string, options?: Record<string, unknown>) => string,
  fullDay: (value: string) => string,
) => {
  if (flow.state === 'replaced') return t('iter.pay.flow.sentence.replaced')
  if (flow.state === 'anomalous') return t('iter.pay.flow.sentence.anomalous')
  return t(`iter.pay.flow.sentence.${flow.status}`, { day: flow.reconciledOn ? fullDay(flow.reconciledOn) : '' })
}

const Money = ({ flow }: { flow: Flow }) => {
  const { t, euro, count } = useWords()
  const difference = flow.differenceCents ?? 0
  return (
    <Figures
      figures={[
        { key: 'count', value: count(flow.totalCount), label: t('iter.pay.flow.payments') },
        { key: 'total', value: euro(flow.totalCents), label: t('iter.pay.flow.total') },
        { key: 'credited', value: euro(flow.creditedCents), label: t('iter.pay.flow.credited') },
        ...(flow.differenceCents === null
          ? []
          : [
              {
                key: 'difference',
                value: signed(difference, euro),
                label: t('iter.pay.flow.difference'),
                isWrong: difference !== 0,
              },
            ]),
        ...(flow.foreignCount > 0
          ? [
              {
                key: 'foreign',
                value: count(flow.foreignCount),
                label: t('iter.pay.flow.foreign', { amount: euro(flow.foreignCents) }),
              },
            ]
          : []),
      ]}
    />
  )
}

const Facts = ({ flow }: { flow: Flow }) => {
  const { t, day, moment } = useWords()
  const facts = [
    { key: 'id', value: flow.flowId },
    { key: 'psp', value: `${flow.pspName} (${flow.psp})` },
    { key: 'trn', value: flow.regulationId },
    { key: 'regulation_on', value: day(flow.regulationOn) },
    { key: 'made', value: moment(flow.flowAt) },
    { key: 'came', value: moment(flow.createdAt) },
  ]
  return (
    <dl className="definition">
      {facts.map(({ key, value }) => (
        <div key={key} className="pair">
          <dt>{t(`iter.pay.flow.${key}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {flow.revisions.length > 1 && (
        <div className="pair">
          <dt>{t('iter.pay.flow.revisions')}</dt>
          <dd>
            {flow.revisions.map(one => (
              <div key={one.id}>
                {one.id === flow.id ? (
                  moment(one.flowAt)
                ) : (
                  <Link to={`/flows/${one.id}/show`}>{moment(one.flowAt)}</Link>
                )}{' '}
                <span className="soft">{t(`iter.pay.flow.revision.${one.state}`)}</span>
              </div>
            ))}
          </dd>
        </div>
      )}
      <div className="pair">
        <dt>{t('iter.pay.flow.file')}</dt>
        <dd>
          <Link to={`/journals/${flow.fileId}/show`}>{t('iter.pay.flow.file_open')}</Link>
        </dd>
      </div>
    </dl>
  )
}

/** Paid by what the report says, and no receipt came: they are asked for again by themselves; a person may hurry it. */
const Receipts = ({ flow }: { flow: Flow }) => {
  const { t, moment } = useWords()
  const ask = useDo(api => api.askReceipts(flow.id), { stale: ['flows', 'payments'], told: 'iter.pay.flow.asked' })
  if (!flow.missingReceipts) return null
  return (
    <section className="panel notice" aria-labelledby="receipts">
      <h2 id="receipts">{t('iter.pay.flow.no_receipts', { smart_count: flow.missingReceipts })}</h2>
      <div className="row">
        <span>
          {t('iter.pay.flow.tries', { smart_count: flow.receiptTries })}
          {flow.receiptNextAt && t('iter.pay.flow.next_try', { at: moment(flow.receiptNextAt) })}
        </span>
        <span className="grow" />
        {flow.mayAskReceipts && (
          <Button disabled={ask.isPending} onClick={() => ask.mutate(undefined)}>
            {t('iter.pay.flow.ask')}
          </Button>
        )}
      </div>
    </section>
  )
}
