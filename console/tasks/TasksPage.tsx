import { useEffect, useState } from 'react'
import { useStore } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import type { ListTasksAnswer } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk } from '../common/use-api.ts'
import { useMay, useSession, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { HomePage } from '../frame/HomePage.tsx'
import { TaskList } from './TaskList.tsx'
import { TaskPanel } from './TaskPanel.tsx'
import { useShortcuts } from './use-shortcuts.ts'

type Scope = 'mine' | 'office' | 'all'

/** Whoever has no tasks (a consortium's operator) and comes by an old address is shown what is theirs. */
export const TasksPage = () => {
  const session = useSession()
  const may = useMay()
  if (session && !may('tasks.read')) return <HomePage />
  return <MyTasks />
}

/** What I must do today: the list on the left, the open one beside it; after one is done the next opens by itself. */
const MyTasks = () => {
  const { t } = useWords()
  const may = useMay()
  const [town] = useTown()
  const [scope, setScope] = useStore<Scope>('tasks.scope', 'office')
  const [search, setSearch] = useSearchParams()
  const [hasShortcuts, setShortcuts] = useStore('tasks.shortcuts', true)
  const [done, setDone] = useState<string | null>(null)
  const tasks = useAsk(['tasks', 'list', scope, town], api => api.tasks(scope, town), may('tasks.read'))

  const items = (tasks.data?.items ?? []).filter(item => item.id !== done)
  const openId = search.get('open')
  const open = (id: string | null) => setSearch(id ? { open: id } : {}, { replace: true })
  const shown = items.find(item => item.id === openId)
  useShortcuts(hasShortcuts, items, openId, open)
  // Done with the last one: the next that arrives opens by itself, as it would have done in a longer list.
  const arrived = done !== null && openId === null ? items[0] : undefined
  useEffect(() => {
    if (arrived) setSearch({ open: arrived.id }, { replace: true })
  }, [arrived, setSearch])

  return (
    <Page
      title={t('iter.tasks.title')}
      beside={tasks.data && <Summary counts={tasks.data.counts} />}
      actions={
        <>
          <select
            aria-label={t('iter.tasks.scope')}
            value={scope}
            onChange={event => setScope(toScope(event.target.value))}
          >
            <option value="office">{t('iter.tasks.scopes.office')}</option>
            <option value="mine">{t('iter.tasks.scopes.mine')}</option>
            {may('tasks.read') && <option value="all">{t('iter.tasks.scopes.all')}</option>}
          </select>
          <button
            type="button"
            className="link small"
            aria-pressed={hasShortcuts}
            title={t('iter.tasks.shortcuts_help')}
            onClick={() => setShortcuts(!hasShortcuts)}
          >
            {t(hasShortcuts ? 'iter.tasks.shortcuts_on' : 'iter.tasks.shortcuts_off')}
          </button>
        </>
      }
    >
      <Faces
        of={tasks}
        rows={8}
        isEmpty={data => data.items.length === 0}
        empty={
          <div className="panel">
            <Empty title={t('iter.tasks.empty')}>{t('iter.tasks.empty_text')}</Empty>
          </div>
        }
      >
        {() => (
          <div className="two">
            <TaskList tasks={items} openId={openId} />
            {shown || (openId && tasks.isFetching) ? (
              <TaskPanel
                key={openId}
                id={openId ?? ''}
                onDone={() => {
                  setDone(openId)
                  open(nextAfter(items, openId))
                }}
              />
            ) : (
              <div className="panel">
                <Empty title={t('iter.tasks.none_open')}>{t('iter.tasks.none_open_text')}</Empty>
              </div>
            )}
          </div>
        )}
      </Faces>
    </Page>
  )
}

const Summary = ({ counts }: { counts: ListTasksAnswer['counts'] }) => {
  const { t } = useWords()
  return t(counts.late > 0 ? 'iter.tasks.summary_late' : 'iter.tasks.summary', {
    smart_count: counts.total,
    late: counts.late,
  })
}

const toScope = (value: string): Scope => (value === 'mine' || value === 'all' ? value : 'office')

/** The one below, else the one above, else none. */
const nextAfter = (items: { id: string }[], id: string | null) => {
  const at = items.findIndex(item => item.id === id)
  return (items[at + 1] ?? items[at - 1])?.id ?? null
}
