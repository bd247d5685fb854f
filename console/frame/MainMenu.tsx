import { useTranslate } from 'react-admin'
import { NavLink } from 'react-router-dom'
import type { Permission } from '../permission.ts'
import { useAsk } from '../common/use-api.ts'
import { useMay, useTown } from '../common/use-session.ts'

interface Entry {
  key: string
  to: string
  needs: Permission
  /** What its badge counts. */
  counted?: 'tasks' | 'cases' | 'incidents'
}

/** The menu: what the role may not see is not there. */
const groups: { key: string; entries: Entry[] }[] = [
  {
    key: 'work',
    entries: [
      { key: 'tasks', to: '/tasks', needs: 'tasks.read', counted: 'tasks' },
      { key: 'cases', to: '/cases', needs: 'cases.read', counted: 'cases' },
      { key: 'deadlines', to: '/deadlines', needs: 'cases.read' },
      { key: 'imports', to: '/imports', needs: 'imports.read' },
    ],
  },
  {
    key: 'failures',
    entries: [
      { key: 'incidents', to: '/incidents', needs: 'incidents.read', counted: 'incidents' },
      { key: 'restarts', to: '/restarts', needs: 'incidents.read' },
    ],
  },
  {
    key: 'consortium',
    entries: [
      { key: 'municipalities', to: '/municipalities', needs: 'municipalities.read' },
      { key: 'audit', to: '/audit', needs: 'audit.read' },
      { key: 'checks', to: '/checks', needs: 'checks.read' },
    ],
  },
]

export const MainMenu = ({ isOpen }: { isOpen: boolean }) => {
  const t = useTranslate()
  const may = useMay()
  const shown = groups
    .map(group => ({ ...group, entries: group.entries.filter(entry => may(entry.needs)) }))
    .filter(group => group.entries.length > 0)
  return (
    <nav id="main-menu" className={isOpen ? 'side open' : 'side'} aria-label={t('iter.frame.menu')}>
      {shown.map(group => (
        <section key={group.key} aria-labelledby={`menu-${group.key}`}>
          <h2 id={`menu-${group.key}`}>{t(`iter.menu.${group.key}`)}</h2>
          <ul>
            {group.entries.map(entry => (
              <li key={entry.key}>
                <NavLink to={entry.to}>
                  {t(`iter.menu.${entry.key}`)}
                  {entry.counted && <Badges of={entry.counted} />}
                </NavLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

/** A red badge means late, nothing else. Only what the person may read is asked: the others have no entry. */
const Badges = ({ of: entry }: { of: 'tasks' | 'cases' | 'incidents' }) => {
  const t = useTranslate()
  const [town] = useTown()
  const { data } = useAsk(['counts', entry, town], api => api.counts(entry, town))
  if (!data) return null
  return (
    <span>
      {data.late > 0 && (
        <span className="count bad">
          {data.late}
          <span className="visually-hidden"> {t('iter.menu.late')}</span>
        </span>
      )}
      {data.open > 0 && (
        <span className="count">
          {data.open}
          <span className="visually-hidden"> {t('iter.menu.open')}</span>
        </span>
      )}
    </span>
  )
}
