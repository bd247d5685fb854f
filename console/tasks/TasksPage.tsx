import { useEffect, useState } from 'react'
import { useStore } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import type { ListTasksAnswer } from '../api-types.d.ts'
import { Empty, Faces, Loading } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { useShortcutsSwitch } from '../common/shortcuts.ts'
import { useAsk } from '../common/use-api.ts'
import { useMay, useSession, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { HomePage } from '../frame/HomePage.tsx'
import { AbsencesDialog } from './AbsencesDialog.tsx'
import { nextAfter } from './newcomers.ts'
import { ShortcutSheet } from './ShortcutSheet.tsx'
import { TaskList } from './TaskList.tsx'
import { TaskPanel } from './TaskPanel.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import { type Scope, useTaskList } from './use-task-list.ts'

type Sheet = 'keys' | 'absences' | null

/** Whoever has no tasks (a consortium's operator) and comes by an old address is shown what is theirs. */
export const TasksPage = () => {
  const session = useSession()
  const may = useMay()
  const [scope, setScope] = useStore<Scope>('tasks.scope', 'office')
  const [town] = useTown()
  if (!session) return <Loading rows={8} />
  if (!may('tasks.read')) return <HomePage />
  // Another scope or town is another list: what was known of the one before is forgotten.
  return <MyTasks key={`${scope} ${town}`} scope={scope} onScope={setScope} />
}

/** What I must do today: the list on the left, the open one beside it; after one is done the next opens by itself. */
const MyTasks = ({ scope, onScope }: { scope: Scope; onScope: (scope: Scope) => void }) => {
  const { t } = useWords()
  const [town] = useTown()
  const [search, setSearch] = useSearchParams()
  const [hasShortcuts] = useShortcutsSwitch()
  const [sheet, setSheet] = useState<Sheet>(null)
  const openId = search.get('open')
  const { asked, rows, held, showHeld, counts, markDone, wasDone } = useTaskList(scope, town, openId)
  const stoodIn = useAsk(['tasks', 'cover', town], api => api.tasks('cover', town, ''), (counts?.cover.total ?? 0) > 0)
  const cover = scope !== 'all' && counts?.cover.total ? (stoodIn.data?.items ?? []) : []
  const all = [...cover, ...rows]

  const open = (id: string | null) => setSearch(id ? { open: id } : {}, { replace: true })
  useShortcuts(hasShortcuts && sheet === null, { items: all, openId, open, onHelp: () => setSheet('keys') })
  // Done with the last one: the next that arrives opens by itself, as it would have done in a longer list.
  const arrived = wasDone && openId === null ? all[0] : undefined
  useEffect(() => {
    if (arrived) setSearch({ open: arrived.id }, { replace: true })
  }, [arrived, setSearch])
  const finish = (id: string) => {
    markDone(id)
    open(nextAfter(all, id))
  }

  return (
    <Page
      title={t('iter.tasks.title')}
      beside={counts && <Summary counts={counts} />}
      actions={<Tools scope={scope} onScope={onScope} onSheet={setSheet} />}
    >
      <Faces
        of={{ ...asked, data: asked.data && { isEmpty: all.length === 0 && openId === null } }}
        rows={8}
        isEmpty={data => data.isEmpty}
        empty={<Nothing />}
      >
        {() => (
          <div className={openId ? 'two has-open' : 'two'}>
            {counts && (
              <TaskList
                tasks={rows}
                cover={cover}
                counts={counts}
                openId={openId}
                held={held}
                onShowHeld={showHeld}
                onMore={asked.hasNextPage ? () => void (asked.isFetching || asked.fetchNextPage()) : null}
              />
            )}
            {openId ? (
              <TaskPanel
                key={openId}
                id={openId}
                onBack={() => open(null)}
                onDone={() => finish(openId)}
                isNext={wasDone}
              />
            ) : (
              <div className="panel">
                <Empty title={t('iter.tasks.none_open')}>{t('iter.tasks.none_open_text')}</Empty>
              </div>
            )}
          </div>
        )}
      </Faces>
      {sheet === 'keys' && <ShortcutSheet onClose={() => setSheet(null)} />}
      {sheet === 'absences' && <AbsencesDialog onClose={() => setSheet(null)} />}
    </Page>
  )
}

interface ToolsProps {
  scope: Scope
  onScope: (scope: Scope) => void
  onSheet: (sheet: Sheet) => void
}

const Tools = ({ scope, onScope, onSheet }: ToolsProps) => {
  const { t } = useWords()
  const [hasShortcuts] = useShortcutsSwitch()
  return (
    <>
      <select aria-label={t('iter.tasks.scope')} value={scope} onChange={event => onScope(toScope(event.target.value))}>
        <option value="office">{t('iter.tasks.scopes.office')}</option>
        <option value="mine">{t('iter.tasks.scopes.mine')}</option>
        <option value="all">{t('iter.tasks.scopes.all')}</option>
      </select>
      <button type="button" className="link small" aria-haspopup="dialog" onClick={() => onSheet('absences')}>
        {t('iter.absence.title')}
      </button>
      <button type="button" className="link small" aria-haspopup="dialog" onClick={() => onSheet('keys')}>
        {t(hasShortcuts ? 'iter.tasks.shortcuts_on' : 'iter.tasks.shortcuts_off')} <span aria-hidden="true">▾</span>
      </button>
    </>
  )
}

const Nothing = () => {
  const { t } = useWords()
  return (
    <div className="panel">
      <Empty title={t('iter.tasks.empty')}>{t('iter.tasks.empty_text')}</Empty>
    </div>
  )
}

const Summary = ({ counts: { total, late, cover } }: { counts: ListTasksAnswer['counts'] }) => {
  const { t } = useWords()
  const all = { smart_count: total + cover.total, late: late + cover.late }
  return t(all.late > 0 ? 'iter.tasks.summary_late' : 'iter.tasks.summary', all)
}

const toScope = (value: string): Scope => (value === 'mine' || value === 'all' ? value : 'office')
