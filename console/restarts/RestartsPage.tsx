import { Link, useSearchParams } from 'react-router-dom'
import { Empty, Faces } from '../common/faces.tsx'
import { Help } from '../common/Help.tsx'
import { Page } from '../common/Page.tsx'
import { useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { RestartPanel } from './RestartPanel.tsx'
import { isUnderWay } from './under-way.ts'
import { useRestarts } from './use-restarts.ts'

const states = ['all', 'running', 'ended'] as const

/** Mass retries: what goes on now, how far it is, and what came of those before. */
export const RestartsPage = () => {
  const { t } = useWords()
  const [town] = useTown()
  const [search, setSearch] = useSearchParams()
  const asked = useRestarts(town)
  const state = states.find(one => one === search.get('state')) ?? 'all'
  const all = asked.data?.items ?? []
  const running = all.filter(isUnderWay)
  const ended = all.filter(one => !isUnderWay(one))
  const shown = { all: [...running, ...ended], running, ended }[state]
  return (
    <Page
      title={t('iter.restart.list')}
      beside={asked.data && t('iter.restart.summary', { smart_count: running.length, ended: ended.length })}
    >
      <p className="soft">
        {t('iter.restart.intro')} <Help word="blocked" /> <Link to="/incidents">{t('iter.restart.from')}</Link>
      </p>
      <div className="filters" role="group" aria-label={t('iter.cases.filters')}>
        {states.map(one => (
          <button
            key={one}
            type="button"
            className={one === state ? 'toggle on' : 'toggle'}
            aria-pressed={one === state}
            onClick={() => setSearch(one === 'all' ? {} : { state: one }, { replace: true })}
          >
            {t(`iter.restart.show.${one}`)}
          </button>
        ))}
      </div>
      <Faces
        of={asked}
        isEmpty={() => shown.length === 0}
        empty={
          <div className="panel">
            <Empty title={t(`iter.restart.empty.${state}`)}>{t('iter.restart.empty_text')}</Empty>
          </div>
        }
      >
        {() => shown.map(one => <RestartPanel key={one.id} restart={one} />)}
      </Faces>
    </Page>
  )
}
