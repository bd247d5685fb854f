import type { Term } from '../api-types.d.ts'
import { Help } from '../common/Help.tsx'
import { useWords } from '../common/use-words.ts'
import { movesOf, segmentsOf } from './term-bar.ts'

/** The law's clock: used, stopped (striped), left, due; the words say all that the bar shows. */
export const TermBar = ({ term, now }: { term: Term; now: Date }) => {
  const { t, day, distance, shortDay } = useWords()
  const isMet = term.state === 'met'
  const isLate = term.remainingDays < 0 && !isMet
  const stops = term.suspensions.map(stop =>
    t(stop.to ? 'iter.term.stop' : 'iter.term.stop_open', {
      cause: stop.cause,
      from: shortDay(stop.from),
      to: stop.to ? shortDay(stop.to) : '',
    }),
  )
  const used = [
    t('iter.term.used', { days: term.usedDays }),
    term.suspendedDays === 0 && term.state === 'suspended' && t('iter.term.stopped', { stops: stops.join('; ') }),
    term.suspendedDays > 0 && t('iter.term.suspended', { days: term.suspendedDays, stops: stops.join('; ') }),
    !isMet && !isLate && t('iter.term.left', { days: term.remainingDays }),
    isLate && t('iter.term.over', { days: -term.remainingDays }),
  ].filter(Boolean)
  return (
    <div style={{ marginTop: 10 }}>
      <div className="row small">
        <b>{t(`iter.term.length_${term.length.unit}`, { name: term.name, days: term.length.days })}</b>
        <span className="soft">{used.join(' · ')}</span>
        {term.state === 'suspended' && <Help word="suspended" />}
        <span className="grow" />
        {isMet ? (
          <b>{t('iter.term.met', { day: day(term.metAt) })}</b>
        ) : (
          <span className={isLate ? 'late' : ''}>
            <b>{t(term.state === 'expired' ? 'iter.term.expired' : 'iter.term.due', { day: day(term.due) })}</b>{' '}
            <span className="soft">({distance(term.due)})</span>
          </span>
        )}
      </div>
      <div className="clock" role="img" aria-label={used.join(', ')}>
        {segmentsOf(term, now).map(segment => (
          <i
            key={segment.left}
            className={segment.kind}
            style={{ left: `${segment.left}%`, width: `${segment.width}%` }}
          />
        ))}
      </div>
      <ol className="moves small soft" aria-label={t('iter.term.moves', { name: term.name })}>
        {movesOf(term).map(move => (
          <li key={`${move.kind} ${move.at}`}>
            {t(`iter.term.move.${move.kind}`, { day: shortDay(move.at), cause: move.cause })}
          </li>
        ))}
        {term.law && <li>{term.law}</li>}
      </ol>
    </div>
  )
}
