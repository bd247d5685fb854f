import { Link } from 'react-router-dom'
import type { CasePage } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { storyOf } from './story.ts'
import { Timeline } from './Timeline.tsx'

const mostLines = 7

/** What happened last, what comes next, who. */
export const CaseAside = ({ data }: { data: CasePage }) => {
  const { t } = useWords()
  const history = useAsk(['cases', 'history', data.id], api => api.history(data.id))
  return (
    <aside>
      <section className="panel" style={{ marginTop: 0 }}>
        <h2>{t('iter.case.tab.history')}</h2>
        <Faces of={history} rows={5}>
          {found => <Timeline items={storyOf(found.items).slice(0, mostLines)} withDetail={false} />}
        </Faces>
        <Link to="?tab=history" className="small">
          {t('iter.history.all')}
        </Link>
      </section>
      <NextEvents data={data} />
      <section className="panel small">
        <h2>{t('iter.case.who')}</h2>
        <b>{data.applicant ?? '–'}</b>
        <div className="soft">
          {data.subject && t('iter.case.about', { subject: data.subject })}
          <br />
          {t(`iter.case.channel.${data.channel}`)}
        </div>
      </section>
    </aside>
  )
}

const NextEvents = ({ data }: { data: CasePage }) => {
  const { t, day } = useWords()
  const terms = data.terms.filter(term => term.state === 'running').map(term => ({ at: term.due, words: term.name }))
  const waits = data.steps.flatMap(step =>
    step.state === 'active' && step.waitingFor?.until
      ? [{ at: step.waitingFor.lastDay ?? step.waitingFor.until, words: step.name }]
      : [],
  )
  const events = [...waits, ...terms].filter(event => event.words).toSorted((a, b) => a.at.localeCompare(b.at))
  if (events.length === 0) return null
  return (
    <section className="panel">
      <h2>{t('iter.case.next')}</h2>
      <ol className="timeline small">
        {events.map(event => (
          <li key={`${event.at}${event.words}`}>
            <time className="soft" dateTime={event.at}>
              {day(event.at)}
            </time>
            <span className="mark wait" aria-hidden="true" />
            <span>{event.words}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
