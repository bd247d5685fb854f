import { Link } from 'react-router-dom'
import { useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { RestartPanel } from '../restarts/RestartPanel.tsx'
import { isUnderWay } from '../restarts/under-way.ts'
import { useRestarts } from '../restarts/use-restarts.ts'

const shownAfterwards = 1

/** Mass retries under way, and what came of the latest; all of them have a page of their own. */
export const Restarts = () => {
  const { t } = useWords()
  const [town] = useTown()
  const all = useRestarts(town)
  const running = all.data?.items.filter(isUnderWay) ?? []
  const ended = all.data?.items.filter(one => !isUnderWay(one)).slice(0, shownAfterwards) ?? []
  if (running.length + ended.length === 0) return null
  return (
    <section style={{ marginTop: 20 }} aria-labelledby="restarts">
      <div className="row">
        <h2 id="restarts">{t('iter.restart.list')}</h2>
        <Link to="/restarts">{t('iter.restart.every')}</Link>
      </div>
      {[...running, ...ended].map(one => (
        <RestartPanel key={one.id} restart={one} />
      ))}
    </section>
  )
}
