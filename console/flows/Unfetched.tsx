import type { ListFlowsAnswer as FlowList } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { useWords } from '../common/use-words.ts'

/** Towns whose reports pagoPA does not give at the moment: since when and why, before anything is late for it. */
export const Unfetched = ({ towns, hasTown }: { towns: FlowList['unfetched']; hasTown: boolean }) => {
  const { t, moment } = useWords()
  if (towns.length === 0) return null
  return (
    <section className="panel incident heals" aria-labelledby="unfetched">
      <h2 id="unfetched">{t('iter.pay.flow.unfetched.title')}</h2>
      <ul className="plain stack">
        {towns.map(({ municipality, since, why }) => (
          <li key={municipality.id} className="row">
            <Chip tone="warn">{t('iter.pay.alarms.kind.reports-unfetched')}</Chip>
            <span>
              {!hasTown && <b>{municipality.name} </b>}
              {since
                ? t('iter.pay.flow.unfetched.since', { at: moment(since) })
                : t('iter.pay.flow.unfetched.never')}{' '}
              <span lang="it">{why}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="small soft">{t('iter.pay.flow.unfetched.text')}</p>
    </section>
  )
}
