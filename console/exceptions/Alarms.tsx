import { Link } from 'react-router-dom'
import { Chip } from '../common/Chip.tsx'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'

/** What should have come by now: a report, its money, its receipts. */
export const Alarms = ({ town }: { town: string }) => {
  const { t, text, moment } = useWords()
  const { data } = useAsk(['payment-alarms', town], api => api.paymentAlarms(town))
  if (!data || data.items.length === 0) return null
  return (
    <section className="panel incident heals" aria-labelledby="alarms">
      <h2 id="alarms">{t('iter.pay.alarms.title', { smart_count: data.items.length })}</h2>
      <ul className="plain stack">
        {data.items.map(alarm => (
          <li key={alarm.id} className="row">
            <Chip tone="warn">{t(`iter.pay.alarms.kind.${alarm.kind}`)}</Chip>
            <span>
              {text(alarm.text)} {!town && <span className="soft">{alarm.municipality.name} </span>}
              <span className="small soft">{t('iter.pay.alarms.since', { at: moment(alarm.since) })}</span>
            </span>
            {alarm.flow && (
              <Link to={`/flows/${alarm.flow}/show`}>
                {t('iter.pay.alarms.open_flow')}
                <span className="visually-hidden"> {alarm.subject}</span>
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
