import type { HistoryItem } from '../api-types.d.ts'
import { TechnicalDetail } from '../common/TechnicalDetail.tsx'
import { useWords } from '../common/use-words.ts'
import { Attempts } from './Attempts.tsx'
import { historySentence, markOf } from './history-sentence.ts'
import { technicalLines } from './technical-lines.ts'

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
            {item.attempts.length > 1 && <Attempts attempts={item.attempts} />}
            {withDetail && <TechnicalDetail lines={technicalLines(item)} />}
          </div>
        </li>
      ))}
    </ol>
  )
}
