import { useTranslate } from 'react-admin'
import { NavLink } from 'react-router-dom'
import type { Permission } from '../permission.ts'
import { useAsk } from '../common/use-api.ts'
import { useMay, useTown } from '../common/use-session.ts'

interface Entry {
  key: string
  to: string
  needs: Permission
}

/** The menu: what the role may not see is not there. */
const groups: { key: string; entries: Entry[] }[] = [
  {
    key: 'work',
    entries: [
      { key: 'tasks', to: '/tasks', needs: 'tasks.read' },
      { key: 'cases', to: '/cases', needs: 'cases.read' },
      { key: 'imports', to: '/imports', needs: 'imports.read' },
    ],
  },
  { key: 'failures', entries: [{ key: 'incidents', to: '/incidents', needs: 'incidents.read' }] },
  {
    key: 'consortium',
    entries: [
      { key: 'municipalities', to: '/municipalities', needs: 'municipalities.read' },
      { key: 'audit', to: '/audit', needs: 'audit.read' },
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
                  <Badges of={entry.key} />
                </NavLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

/** A red badge means late, nothing else. */
const Badges = ({ of: entry }: { of: string }) => {
  const t = useTranslate()
  const [town] = useTown()
  const { data } = useAsk(['counts', town], api => api.counts(town))
  const numbers = {
    tasks: { late: data?.tasks?.late, open: data?.tasks?.total },
    cases: { late: data?.cases?.late, open: data?.cases?.open },
    incidents: { late: undefined, open: data?.incidents },
  }
  const shown = Object.entries(numbers).find(([key]) => key === entry)?.[1]
  if (!shown) return null
  return (
    <span>
      {Boolean(shown.late) && (
        <span className="count bad">
          {shown.late}
          <span className="visually-hidden"> {t('iter.menu.late')}</span>
        </span>
      )}
      {Boolean(shown.open) && (
        <span className="count">
          {shown.open}
          <span className="visually-hidden"> {t('iter.menu.open')}</span>
        </span>
      )}
    </span>
  )
}
