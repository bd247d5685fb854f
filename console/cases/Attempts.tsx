import type { HistoryItem } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'

/** Each try of a step: when, what it met, when the next one was due. */
export const Attempts = ({ attempts }: { attempts: HistoryItem['attempts'] }) => {
  const { t, moment } = useWords()
  if (attempts.length === 0) return null
  return (
    <details>
      <summary>{t('iter.history.attempts', { smart_count: attempts.length })}</summary>
      <ol className="attempts">
        {attempts.map(attempt => (
          <li key={`${attempt.startedAt}${attempt.try}`}>
            {moment(attempt.startedAt)}: {attempt.message ?? attempt.errorCode ?? t('iter.history.succeeded')}
            {attempt.nextAt && <span className="soft"> {t('iter.incident.next', { at: moment(attempt.nextAt) })}</span>}
          </li>
        ))}
      </ol>
    </details>
  )
}
