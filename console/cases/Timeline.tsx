import type { HistoryItem } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'
import { historySentence, markOf } from './history-sentence.ts'

/** Newest first; technical detail unfolds. */
export const Timeline = ({ items, withDetail }: { items: HistoryItem[]; withDetail: boolean }) => {
  const { locale, moment, t } = useWords()
  return (
    <ol className="timeline small" reversed>
      {items.map(item => (
        <li key={item.index}>
          <time className="soft" dateTime={item.at}>
            {moment(item.at)}
          </time>
          <span className={`mark ${markOf(item.type)}`} aria-hidden="true" />
          <div>
            {historySentence(item, locale)}
            {item.reason && <div className="soft">{t('iter.history.reason', { reason: item.reason })}</div>}
            {item.attempts.length > 1 && <Attempts item={item} />}
            {withDetail && Object.keys(item.detail).length > 0 && (
              <details>
                <summary>{t('iter.case.technical')}</summary>
                <p className="mono pre">
                  {JSON.stringify({ type: item.type, element: item.element, ...item.detail }, null, 1)}
                </p>
              </details>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}

const Attempts = ({ item }: { item: HistoryItem }) => {
  const { t, moment } = useWords()
  return (
    <details>
      <summary>{t('iter.history.attempts', { smart_count: item.attempts.length })}</summary>
      <ol style={{ margin: 0, paddingLeft: 20 }}>
        {item.attempts.map(attempt => (
          <li key={attempt.try} value={attempt.try}>
            {moment(attempt.startedAt)}: {attempt.message ?? attempt.errorCode ?? t('iter.history.succeeded')}
            {attempt.nextAt && <span className="soft"> {t('iter.incident.next', { at: moment(attempt.nextAt) })}</span>}
          </li>
        ))}
      </ol>
    </details>
  )
}
